/** How many letters have to be added, left out or replaced to make one text of the other. */
export function editDistance(first: string, second: string): number {
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

/** The candidates that come near to a text, the nearest first. */
export function nearest(text: string, candidates: Iterable<string>): string[] {
  const farthest = Math.max(3, text.length / 3);
  return [...candidates]
    .filter((candidate) => Math.abs(candidate.length - text.length) <= farthest)
    .map((candidate) => ({ candidate, distance: editDistance(text, candidate) }))
    .filter(({ distance }) => distance <= farthest)
    .sort((a, b) => a.distance - b.distance)
    .map(({ candidate }) => candidate);
}
