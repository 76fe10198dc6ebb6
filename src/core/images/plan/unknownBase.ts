import { EdkError } from '../../errors/edkError.ts';
import type { BaseReference } from '../../project/extensionProject.ts';

/** The error about a base that the registry does not have, with the names that come nearest. */
export function unknownBase(base: BaseReference, name: string, known: readonly string[]): EdkError {
  const near = known
    .map((candidate) => ({ candidate, distance: editDistance(name, candidate) }))
    .filter(({ distance }) => distance <= Math.max(3, name.length / 3))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ candidate }) => `"${candidate}"`);
  const hint = near.length === 0 ? '' : ` It has ${near.join(', ')}.`;
  const place = `${base.place.file}:${base.place.line ?? 1}`;
  return new EdkError(
    'image.baseUnknown',
    `${place}: the registry has no base image "${name}" (${base.reference}).${hint}`,
    { place: base.place },
  );
}

function editDistance(first: string, second: string): number {
  const [one, other] = [Array.from(first), Array.from(second)];
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [i, letter] of one.entries()) {
    const next = [i + 1];
    for (const [j, otherLetter] of other.entries()) {
      const replaced = (row[j] ?? 0) + (letter === otherLetter ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
