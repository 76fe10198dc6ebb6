import { parse } from 'semver';
import { EdkError } from '../errors/edkError.ts';

/**
 * The version of the packaged chart for a build version: what follows the first hyphen becomes build metadata with dots
 * (`0.6.1-12-gabc1234` -> `0.6.1+12.gabc1234`), because the platform splits the name of an uploaded file at its last
 * hyphen into name and version.
 *
 * @throws EdkError `settings.invalid` when the build version is no semantic version.
 */
export function chartVersion(buildVersion: string): string {
  const version = parse(buildVersion);
  if (version === null) {
    throw new EdkError('settings.invalid', `The build version "${buildVersion}" is no semantic version like 0.6.0.`, {
      remedy: 'Set KAAPANA_BUILD_VERSION to the version of the platform, for example 0.6.0.',
    });
  }
  const core = `${version.major}.${version.minor}.${version.patch}`;
  const details = [...version.prerelease, ...version.build]
    .join('.')
    .replaceAll('-', '.')
    .replace(/\.{2,}/gu, '.');
  const metadata = details.replace(/^\.|\.$/gu, '');
  return metadata === '' ? core : `${core}+${metadata}`;
}
