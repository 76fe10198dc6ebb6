import semver from 'semver';
import type { Finding } from './doctorCheck.ts';
import type { DoctorContext } from './doctorContext.ts';

const oldest = '20.19.0';

export function checkNode({ nodeVersion }: DoctorContext): Promise<Finding> {
  const what = `Node.js ${nodeVersion}`;
  if (semver.gte(nodeVersion, oldest)) return Promise.resolve({ status: 'ok', what });
  return Promise.resolve({
    status: 'problem',
    what: `${what} is older than ${oldest}.`,
    remedy: `Install Node.js ${oldest} or newer from https://nodejs.org/en/download.`,
  });
}
