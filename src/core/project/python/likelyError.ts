import type { SourcePlace } from '../../errors/edkError.ts';
import type { PythonNode, PythonSource } from './parsePython.ts';

/**
 * Where the grammar of the parser lacks valid Python: with in parentheses or onto an attribute, many patterns and
 * subjects of match, parameters and bodies of lambda, any expression as decorator, := in sets and indices, stars, `1.`,
 * bounds of type parameters.
 */
const gaps = /\b(?:with|match|case|lambda|yield)\b|@|:=|\*|\d\.|\b(?:type|def|class)[ \t]+\w+[ \t]*(?:\[|=)/u;

/**
 * Where the parser finds an error that CPython most likely finds as well; undefined when there is none or its grammar
 * may be at fault. Far from every error is found: only python3 knows them all.
 */
export function likelyError(source: PythonSource): SourcePlace | undefined {
  let found: PythonNode | undefined;
  source.root.cursor().iterate(({ node }) => {
    if (found === undefined && (node.type.isError || isUnterminated(node, source))) found = node;
    return found === undefined;
  });
  if (found === undefined || gaps.test(statementUpTo(found, source))) return undefined;
  return source.placeAt(found.from);
}

function isUnterminated(node: PythonNode, source: PythonSource): boolean {
  if (node.name !== 'String' && node.name !== 'FormatString') return false;
  const text = source.textOf(node);
  const [, quote = ''] = /^\p{L}{0,2}("""|'''|"|')/u.exec(text) ?? [];
  return quote !== '' && (text.length < 2 * quote.length || !text.endsWith(quote));
}

/** From the start of the statement that a node lies in to the end of the node's line. */
function statementUpTo(node: PythonNode, { text }: PythonSource): string {
  let statement = node;
  while (statement.parent !== null && !['Script', 'Body'].includes(statement.parent.name)) {
    statement = statement.parent;
  }
  const lineStart = text.lastIndexOf('\n', Math.max(0, Math.min(statement.from, node.from) - 1)) + 1;
  const lineEnd = text.indexOf('\n', node.from);
  return text.slice(lineStart, lineEnd === -1 ? text.length : lineEnd);
}

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
