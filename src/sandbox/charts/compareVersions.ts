/**
 * Order of the platform's versions: split into numbers and words as Python's LooseVersion does, compared part by part.
 * Where Python gives up (a number beside a word), the number counts as newer.
 */
export function compareVersions(left: string, right: string): number {
  const a = parts(left);
  const b = parts(right);
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = compareParts(a[index], b[index]);
    if (difference !== 0) return difference;
  }
  return 0;
}

type Part = number | string | undefined;

function parts(version: string): Part[] {
  const found = version.match(/\d+|[a-z]+|[^.\da-z]+/gi) ?? [];
  return found.map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

function compareParts(a: Part, b: Part): number {
  if (a === b) return 0;
  if (a === undefined) return -1;
  if (b === undefined) return 1;
  if (typeof a === 'number') return typeof b === 'number' ? a - b : 1;
  if (typeof b === 'number') return -1;
  return a < b ? -1 : 1;
}
