import type { SourceFile } from '../../project/sourceFile.ts';
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
  const codeAfter = nextCodeLines(source);
  for (let number = 1; number <= source.lineCount; number += 1) {
    const { text, start } = source.line(number);
    const match = marker.exec(text);
    if (match === null) continue;
    const [whole, ids = '', reason = ''] = match;
    const alone = /^[\s{-]*$/u.test(text.slice(0, match.index));
    const last = alone ? (codeAfter[number] ?? number) : number;
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

/** For each line, which counts from 1, the next one that is neither blank nor a comment. */
function nextCodeLines(source: SourceFile): number[] {
  const next: number[] = [];
  let code = source.lineCount + 1;
  for (let number = source.lineCount; number >= 0; number -= 1) {
    next[number] = code;
    if (!/^\s*(?:#.*|\{\{-?\s*\/\*.*)?$/u.test(source.line(number).text)) code = number;
  }
  return next;
}
