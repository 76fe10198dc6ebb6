import { parser } from '@lezer/python';
import { allPairs, escapePairs, replaceWords, type Renaming } from './renaming.ts';
import { refuseText } from './refuseText.ts';

interface Segment {
  readonly kind: 'string' | 'comment';
  readonly start: number;
  readonly end: number;
}

/** Renames in a Python text: names everywhere, title and description in strings (escaped) and comments. */
export function rewritePython(text: string, renaming: Renaming, file: string): string {
  const parts: string[] = [];
  let end = 0;
  for (const segment of segmentsOf(text)) {
    parts.push(replaceWords(text.slice(end, segment.start), renaming.names));
    const source = text.slice(segment.start, segment.end);
    if (segment.kind === 'comment') parts.push(replaceWords(source, allPairs(renaming)));
    else parts.push(rewriteString(source, renaming, () => refuseText(text, segment.start, file)));
    end = segment.end;
  }
  return [...parts, replaceWords(text.slice(end), renaming.names)].join('');
}

function segmentsOf(text: string): readonly Segment[] {
  const segments: Segment[] = [];
  parser.parse(text).iterate({
    enter: ({ name, from, to }) => {
      if (name !== 'String' && name !== 'FormatString' && name !== 'Comment') return true;
      segments.push({ kind: name === 'Comment' ? 'comment' : 'string', start: from, end: to });
      return false;
    },
  });
  return segments;
}

function rewriteString(source: string, renaming: Renaming, refuse: () => never): string {
  const prefix = /^[a-zA-Z]*/.exec(source)?.[0].toLowerCase() ?? '';
  const quote = source.charAt(prefix.length);
  const escape = (text: string) => {
    const escaped = text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);
    return prefix.includes('f') ? escaped.replaceAll(/[{}]/g, '$&$&') : escaped;
  };
  // Raw strings cannot carry every quote, byte strings no letter outside of ASCII.
  if (/[rb]/.test(prefix) && renaming.texts.some(({ from }) => source.includes(from))) refuse();
  return replaceWords(source, escapePairs(renaming, escape));
}
