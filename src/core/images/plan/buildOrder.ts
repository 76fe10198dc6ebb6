/** A thing that comes after others, by name. */
export interface Ordered {
  readonly name: string;
  readonly after: readonly string[];
}

export type OrderResult =
  /** `levels`: what is in one level depends only on earlier ones. */
  | { readonly kind: 'ordered'; readonly levels: readonly (readonly string[])[] }
  /** The names on the circle, each coming after the next; the first is repeated at the end. */
  | { readonly kind: 'circle'; readonly names: readonly string[] };

/** Names in `after` that no node has are taken as done. */
export function buildOrder(nodes: readonly Ordered[]): OrderResult {
  const waiting = new Map(nodes.map((node) => [node.name, node.after]));
  const levels: string[][] = [];
  while (waiting.size > 0) {
    const level = [...waiting].filter(([, after]) => !after.some((name) => waiting.has(name))).map(([name]) => name);
    if (level.length === 0) return { kind: 'circle', names: findCircle(waiting) };
    for (const name of level) waiting.delete(name);
    levels.push(level);
  }
  return { kind: 'ordered', levels };
}

/** Every node waits for another one, so following them leads back to one seen before. */
function findCircle(waiting: ReadonlyMap<string, readonly string[]>): string[] {
  const path: string[] = [];
  let name: string | undefined = waiting.keys().next().value;
  while (name !== undefined && !path.includes(name)) {
    path.push(name);
    name = waiting.get(name)?.find((next) => waiting.has(next));
  }
  return name === undefined ? path : [...path.slice(path.indexOf(name)), name];
}
