import { EdkError } from '../errors/edkError.ts';

const label = '[a-z0-9]([a-z0-9-]*[a-z0-9])?';
const releaseName = new RegExp(`^${label}(\\.${label})*$`);
const longestReleaseName = 53;

// Versions as Helm accepts them: parts may be missing ("1.0"), and a leading "v" is allowed.
const version =
  /^v?(0|[1-9]\d*)(\.(0|[1-9]\d*)){0,2}(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$/;
const longestVersion = 128;

/**
 * The platform inserts names and versions into a shell command, so only valid ones may be sent.
 *
 * @throws EdkError `name.invalid`
 */
export function checkReleaseName(name: string): void {
  if (name.length <= longestReleaseName && releaseName.test(name)) return;
  throw new EdkError('name.invalid', `${quote(name)} cannot be the name of a release.`, {
    remedy: `Use at most ${longestReleaseName} lower-case letters, digits and dashes; start and end with a letter or digit.`,
  });
}

/** @throws EdkError `name.invalid` */
export function checkVersion(text: string): void {
  if (text.length <= longestVersion && version.test(text)) return;
  throw new EdkError('name.invalid', `${quote(text)} is not a version.`, {
    remedy: 'Use a version such as 0.6.0 (https://semver.org).',
  });
}

/** For files stored on the platform: no folders, no spaces, nothing that a shell would interpret. */
export function checkUploadName(name: string): void {
  if (name.length <= 200 && /^[A-Za-z0-9][A-Za-z0-9._+-]*$/.test(name)) return;
  throw new EdkError('name.invalid', `${quote(name)} cannot be the name of a file on the platform.`, {
    remedy: 'Use letters, digits, dots, dashes and underscores.',
  });
}

function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
