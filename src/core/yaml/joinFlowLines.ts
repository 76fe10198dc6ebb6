import { Lexer } from 'yaml';

/** What the lexer puts between the tokens that are in the text. */
const marks = { scalar: '\x1f', others: new Set(['\x02', '\x18', '\x1f']) };

const piece = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"|'[^']*(?:''[^']*)*'|#[^\r\n]*|[[\]{},:]|\s+|[^\s[\]{},:"'#]+|["']/gu;

/**
 * Writes every list in brackets and every map in braces in one line, with as many letters, so that all places stay. Helm,
 * Kubernetes and PyYAML do not ask how such lines are indented; parsers that follow YAML 1.2 to the letter do.
 */
export function joinFlowLines(text: string): string {
  let joined = '';
  while (joined.length < text.length) {
    const rest = text.slice(joined.length);
    const start = findFlow(rest);
    const flow = start === undefined ? undefined : joinFlow(rest.slice(start));
    if (start === undefined || flow === undefined) return joined + rest;
    const lineEnd = rest.indexOf('\n', start + flow.length);
    const end = lineEnd === -1 ? rest.length : lineEnd + 1;
    joined += rest.slice(0, start) + flow + rest.slice(start + flow.length, end);
  }
  return joined;
}

/** Where the first bracket or brace stands that opens a list or a map. */
function findFlow(text: string): number | undefined {
  let offset = 0;
  let before = '';
  for (const token of new Lexer().lex(text)) {
    if ((token === '[' || token === '{') && before !== marks.scalar) return text[offset] === token ? offset : undefined;
    if (!marks.others.has(token)) offset += token.length;
    before = token;
  }
  return undefined;
}

/** The list or map that a text begins with, in one line; undefined when it does not end. */
function joinFlow(text: string): string | undefined {
  let joined = '';
  let gap = '';
  let last = '';
  let depth = 0;
  piece.lastIndex = 0;
  for (let found = piece.exec(text); found !== null; found = piece.exec(text)) {
    let [token] = found;
    const isBlank = /^\s/u.test(token) || (token.startsWith('#') && (gap !== '' || /^[[{,]$/u.test(last)));
    if (isBlank) {
      gap += token;
      continue;
    }
    // In the middle of a word a quote is a letter.
    if (/^["'].+/su.test(token) && last !== '' && !/^(?:[[{,:]$|[!&])/u.test(last)) {
      token = token.charAt(0);
      piece.lastIndex = found.index + 1;
    }
    // Lines of one text stay: how they are joined is a matter of YAML's own.
    const isBetween = /^[[{,:]$/u.test(last) || /^[\]},:]$/u.test(token);
    joined += (isBetween && /[\r\n]/u.test(gap) ? ' '.repeat(gap.length) : gap) + token;
    if (token === '[' || token === '{') depth += 1;
    if (token === ']' || token === '}') depth -= 1;
    if (depth === 0) return joined;
    gap = '';
    last = token;
  }
  return undefined;
}
