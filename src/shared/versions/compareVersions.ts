/**
 * Order of the platform's versions, that of Python's LooseVersion: a version is cut into numbers, runs of lower-case
 * letters and what lies between, dots left out; parts are compared one by one, and the longer one is newer. Where
 * Python gives up (a number beside a text), the number counts as newer.
 */
export function compareVersions(left: string, right: string): number {
  const a = versionParts(left);
  const b = versionParts(right);
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = compareParts(a[index], b[index]);
    if (difference !== 0) return difference;
  }
  return 0;
}

type Part = bigint | string | undefined;

function versionParts(version: string): Part[] {
  const found = version.match(/\d+|[a-z]+|[^.\da-z]+/g) ?? [];
  // Numbers of any length: a date with a time is longer than what a number keeps exactly.
  return found.map((part) => (/^\d+$/.test(part) ? BigInt(part) : part));
}

function compareParts(a: Part, b: Part): number {
  if (a === b) return 0;
  if (a === undefined) return -1;
  if (b === undefined) return 1;
  if (typeof a !== typeof b) return typeof a === 'bigint' ? 1 : -1;
  return a < b ? -1 : 1;
}
