import type { PythonSource } from './parsePython.ts';

const typeParameters =
  /^([ \t]*(?:async[ \t]+)?(?:def|class|type)[ \t]+\w+[ \t]*)(\[(?:[^[\]]|\[[^[\]]{0,500}\]){1,500}\])/gmu;
const typeStatement = /^([ \t]*)type[ \t]+(\w+[ \t]*=)/gmu;

/**
 * The text with what came with Python 3.12 taken out, on the same lines: f-strings (PEP 701) become plain strings, type
 * parameters and the word `type` (PEP 695) blanks. What an older interpreter still refuses then is wrong in every version.
 */
export function withoutNewSyntax({ root, text }: PythonSource): string {
  let plain = '';
  let end = 0;
  root.cursor().iterate((node) => {
    if (node.name !== 'FormatString') return true;
    plain += text.slice(end, node.from) + emptyString(text.slice(node.from, node.to));
    end = node.to;
    return false;
  });
  return (plain + text.slice(end)).replace(typeParameters, blankSecond).replace(typeStatement, '$1$2');
}

function blankSecond(_all: string, before: string, parameters: string): string {
  return before + parameters.replace(/[^\r\n]/gu, ' ');
}

/** Of as many lines. */
function emptyString(text: string): string {
  return `""${(text.match(/\r\n|\r|\n/gu) ?? []).map((lineEnd) => `\\${lineEnd}`).join('')}`;
}
