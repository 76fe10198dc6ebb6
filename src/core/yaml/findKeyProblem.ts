import { isScalar, visit, type Document } from 'yaml';

export interface KeyProblem {
  /** Where the key stands in the file's text. */
  readonly offset: number;
  readonly reason: string;
}

/** The first key that is no text, or that stands twice in the same map; merge keys (`<<`) may. */
export function findKeyProblem(document: Document, lineAt: (offset: number) => number): KeyProblem | undefined {
  let found: KeyProblem | undefined;
  visit(document, {
    Map(_, map) {
      const seen = new Map<string, number>();
      for (const { key } of map.items) {
        if (!isScalar(key)) {
          found = { offset: map.range?.[0] ?? 0, reason: 'a key must be text; put braces of a template into quotes' };
          return visit.BREAK;
        }
        if (key.source === '<<') continue;
        const name = String(key.value);
        const offset = key.range?.[0] ?? 0;
        const first = seen.get(name);
        if (first !== undefined) {
          found = { offset, reason: `the key "${name}" stands already in line ${lineAt(first)}` };
          return visit.BREAK;
        }
        seen.set(name, offset);
      }
      return undefined;
    },
  });
  return found;
}
