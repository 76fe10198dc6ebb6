import { parseDockerfileSyntax } from '../project/dockerfile/dockerfileSyntax.ts';
import { allPairs, escapePairs, replaceWords, type Renaming } from './renaming.ts';
import { refuseText } from './refuseText.ts';

/** Renames in a Dockerfile: names everywhere, title and description in comments and double-quoted labels (escaped). */
export function rewriteDockerfile(text: string, renaming: Renaming, file: string): string {
  const labelLines = linesOfLabels(text);
  const escape = (word: string) => word.replaceAll(/["\\$]/g, '\\$&');
  let offset = 0;
  return text
    .split('\n')
    .map((line, index) => {
      const start = offset;
      offset += line.length + 1;
      if (/^\s*#/.test(line)) return replaceWords(line, allPairs(renaming));
      const place = renaming.texts
        .flatMap(({ from }) => positionsOf(line, escape(from)))
        .find((position) => !labelLines.has(index) || !isDoubleQuoted(line.slice(0, position)));
      if (place !== undefined) refuseText(text, start + place, file);
      return replaceWords(line, escapePairs(renaming, escape));
    })
    .join('\n');
}

function linesOfLabels(text: string): ReadonlySet<number> {
  const lines = new Set<number>();
  for (const instruction of parseDockerfileSyntax(text).getInstructions()) {
    if (instruction.getKeyword() !== 'LABEL') continue;
    const { start, end } = instruction.getRange();
    for (let line = start.line; line <= end.line; line++) lines.add(line);
  }
  return lines;
}

function positionsOf(line: string, word: string): readonly number[] {
  const positions: number[] = [];
  for (let at = line.indexOf(word); at !== -1; at = line.indexOf(word, at + 1)) positions.push(at);
  return positions;
}

/** Whether a double quote is open at the end of this start of a line. */
function isDoubleQuoted(start: string): boolean {
  let open = '';
  for (const [character] of start.matchAll(/\\.|["']/g)) {
    if (character === open) open = '';
    else if (open === '' && character.length === 1) open = character;
  }
  return open === '"';
}
