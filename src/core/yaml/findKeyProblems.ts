import { isNode, isScalar, visit, type Document, type Pair, type YAMLMap } from 'yaml';

/** A key that stands in the same map before. */
interface RepeatedKey {
  /** Where it stands in the file's text. */
  readonly offset: number;
  readonly name: string;
  /** Where it stands before. */
  readonly before: number;
}

export interface KeyProblems {
  /** Where the first map begins with a key that is no text. */
  readonly notText: number | undefined;
  /** In the order of the file; merge keys (`<<`) may stand several times. */
  readonly repeated: readonly RepeatedKey[];
}

/** Looks at the keys of all maps. Of those that stand several times only the last one is kept, which is the one that counts. */
export function findKeyProblems(document: Document): KeyProblems {
  let notText: number | undefined;
  const repeated: RepeatedKey[] = [];
  visit(document, {
    Map(_, map) {
      if (!map.items.every(({ key }) => isScalar(key))) {
        notText = map.range?.[0] ?? 0;
        return visit.BREAK;
      }
      repeated.push(...keepLast(map));
      return undefined;
    },
  });
  return { notText, repeated };
}

function keepLast(map: YAMLMap): RepeatedKey[] {
  const repeated: RepeatedKey[] = [];
  const seen = new Map<string, Pair>();
  const overruled = new Set<unknown>();
  for (const pair of map.items) {
    if (!isScalar(pair.key) || pair.key.source === '<<') continue;
    const name = String(pair.key.value);
    const before = seen.get(name);
    if (before !== undefined) {
      repeated.push({ offset: startOf(pair), name, before: startOf(before) });
      if (!hasAnchor(before)) overruled.add(before);
    }
    seen.set(name, pair);
  }
  if (overruled.size > 0) map.items = map.items.filter((pair) => !overruled.has(pair));
  return repeated;
}

function startOf({ key }: Pair): number {
  return isScalar(key) ? (key.range?.[0] ?? 0) : 0;
}

/** What others repeat has to stay. */
function hasAnchor({ key, value }: Pair): boolean {
  let found = false;
  for (const part of [key, value].filter(isNode)) {
    visit(part, {
      Value(_, node) {
        if (node.anchor === undefined) return undefined;
        found = true;
        return visit.BREAK;
      },
    });
  }
  return found;
}
