import semver from 'semver';
import type { Finding } from './doctorCheck.ts';
import type { DoctorContext } from './doctorContext.ts';

const oldest = '3.8.0';
const install = 'Install Helm 3 or 4 from https://helm.sh/docs/intro/install/, or set EDK_HELM to its path.';

export async function checkHelm({ helmVersion, settings, signal }: DoctorContext): Promise<Finding> {
  const version = semver.coerce(await helmVersion(signal));
  if (version === null) {
    return {
      status: 'problem',
      what: `${settings.helm} does not report a version; it may not be Helm.`,
      remedy: install,
    };
  }
  const what = `Helm ${version.version} (${settings.helm})`;
  if (semver.gte(version, oldest)) return { status: 'ok', what };
  return { status: 'problem', what: `${what} is older than ${oldest}.`, remedy: install };
}
