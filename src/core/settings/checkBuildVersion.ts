import semver from 'semver';
import { EdkError } from '../errors/edkError.ts';

/** The build version becomes an image tag and a chart's version, so it has to be both. */
export function checkBuildVersion(version: string): string {
  const isTag = /^\w[\w.-]{0,114}$/.test(version);
  if (isTag && semver.valid(version) !== null) return version;
  throw new EdkError('settings.invalid', `The build version "${version}" is not valid.`, {
    remedy: 'Use the version of the platform, for example 0.6.0 or 0.6.1-12-gabc1234 (KAAPANA_BUILD_VERSION).',
  });
}
