import semver from 'semver';
import type { Finding } from './doctorCheck.ts';
import type { DoctorContext } from './doctorContext.ts';

/** The first Engine with a BuildKit that all of our Dockerfiles can count on. */
const oldest = '20.10.0';
const install = 'Install Docker Engine from https://docs.docker.com/engine/install/';

export async function checkDocker({ docker, signal }: DoctorContext): Promise<Finding> {
  const { version, endpoint } = await docker(signal);
  const what = `Docker Engine ${version} at ${endpoint}`;
  // Engines of before 2020 count months: 19.03.
  const known = semver.coerce(version.replaceAll(/\.0+(?=\d)/g, '.'));
  if (known !== null && semver.lt(known, oldest)) {
    return { status: 'problem', what: `${what} is older than ${oldest}.`, remedy: `${install}, ${oldest} or newer.` };
  }
  return { status: 'ok', what };
}
