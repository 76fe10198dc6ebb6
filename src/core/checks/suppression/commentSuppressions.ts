import type { SourceFile } from '../sources/sourceFile.ts';
import type { Suppression } from './suppression.ts';

const marker =
  /(?:#|\/\/|\/\*)[ \t]*edk-ignore[ \t]+([a-z0-9/-]+(?:[ \t]*,[ \t]*[a-z0-9/-]+)*)[ \t]*(?::[ \t]*([^\r\n]*))?/u;

/**
 * Comments like `# edk-ignore image/label-missing: made by CI`. Such a comment speaks of its own line, and, when nothing
 * else stands in that line, of the next one that is no comment.
 */
export function commentSuppressions(source: SourceFile): Suppression[] {
  if (!source.text.includes('edk-ignore')) return [];
  const found: Suppression[] = [];
  for (let number = 1; number <= source.lineCount; number += 1) {
    const { text, start } = source.line(number);
    const match = marker.exec(text);
    if (match === null) continue;
    const [whole, ids = '', reason = ''] = match;
    const alone = /^[\s{-]*$/u.test(text.slice(0, match.index));
    const last = alone ? nextLine(source, number) : number;
    const at = start + match.index;
    for (const rule of ids.split(',').map((id) => id.trim())) {
      found.push({
        kind: 'comment',
        rule,
        reason: reason.replace(/\*\/.*$/u, '').trim(),
        range: source.rangeOf(at, at + whole.length),
        covers: (finding) =>
          finding.rule === rule &&
          finding.range.file === source.file &&
          (finding.range.line === number || finding.range.line === last),
      });
    }
  }
  return found;
}

function nextLine(source: SourceFile, number: number): number {
  let next = number + 1;
  while (next <= source.lineCount && /^\s*(?:#.*|\{\{-?\s*\/\*.*)?$/u.test(source.line(next).text)) next += 1;
  return next;
}
