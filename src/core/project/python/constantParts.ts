import { type PythonNode, type PythonSource, childrenOf } from './parsePython.ts';
import { findBinding, nameOf, resolveName, scopeOf } from './scope.ts';

/** How a string literal is written: its prefix letters in lower case and its quotes. */
interface StringForm {
  readonly raw: boolean;
  readonly bytes: boolean;
  /** Range of what stands between the quotes. */
  readonly from: number;
  readonly to: number;
}

/** Reads prefix and quotes of a String or FormatString node; undefined when the literal is not finished. */
function stringForm(source: PythonSource, node: PythonNode): StringForm | undefined {
  const match = /^([a-z]*)('''|"""|'|")/iu.exec(source.textOf(node));
  const prefix = match?.[1]?.toLowerCase() ?? '';
  const quotes = match?.[2];
  if (quotes === undefined) return undefined;
  const from = node.from + prefix.length + quotes.length;
  const to = node.to - quotes.length;
  if (to < from || source.text.slice(to, node.to) !== quotes) return undefined;
  return { raw: prefix.includes('r'), bytes: prefix.includes('b'), from, to };
}

const simpleEscapes: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\n': '',
  '\r\n': '',
};

/** What Python makes of the escapes in a string that is not raw; undefined for names of characters (\N{...}). */
function unescapePython(text: string): string | undefined {
  if (text.includes('\\N{')) return undefined;
  return text.replace(
    /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|([0-7]{1,3})|(\r\n|[^]))/giu,
    (whole: string, ...groups: (string | undefined)[]) => {
      const [byte, short, long, octal, simple] = groups;
      const hexadecimal = byte ?? short ?? long;
      if (hexadecimal !== undefined) return codePoint(Number.parseInt(hexadecimal, 16)) ?? whole;
      if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
      return simpleEscapes[simple ?? ''] ?? whole;
    },
  );
}

function codePoint(code: number): string | undefined {
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

export type ReferencePart =
  { readonly text: string } | { readonly variable: 'DEFAULT_REGISTRY' | 'KAAPANA_BUILD_VERSION' };

/** How many nodes one value may be made of, and how deep: circles of names and endless sums end here. */
const mostNodes = 2000;
const deepest = 100;

type Parts = readonly ReferencePart[] | undefined;

/** One evaluation: the file, and how many nodes may still be looked at. */
interface Evaluation {
  readonly source: PythonSource;
  nodesLeft: number;
}

/**
 * The text that an expression stands for, as far as it can be known without running it; undefined when it cannot.
 * Known: strings, f-strings without conversions and formats, `+`, strings in a row, and names and attributes that are
 * bound once to such a value in the function, class or module around.
 */
export function constantParts(source: PythonSource, node: PythonNode): Parts {
  return joinTexts(partsOf({ source, nodesLeft: mostNodes }, node, deepest));
}

function partsOf(evaluation: Evaluation, node: PythonNode, depth: number): Parts {
  const { source } = evaluation;
  evaluation.nodesLeft -= 1;
  if (depth === 0 || evaluation.nodesLeft < 0) return undefined;
  switch (node.name) {
    case 'String':
      return literalParts(source, node);
    case 'FormatString':
      return formatParts(evaluation, node, depth - 1);
    case 'ContinuedString':
      return concatenate(
        childrenOf(node)
          .filter((child) => child.name !== 'Comment')
          .map((child) => partsOf(evaluation, child, depth - 1)),
      );
    case 'ParenthesizedExpression': {
      const inner = node.firstChild?.nextSibling;
      return inner == null || inner.nextSibling?.nextSibling != null
        ? undefined
        : partsOf(evaluation, inner, depth - 1);
    }
    case 'BinaryExpression':
      return sumParts(evaluation, node, depth - 1);
    case 'VariableName':
      return nameParts(evaluation, node, depth - 1);
    case 'MemberExpression':
      return memberParts(evaluation, node, depth - 1);
    default:
      return undefined;
  }
}

function literalParts(source: PythonSource, node: PythonNode): Parts {
  const form = stringForm(source, node);
  if (form === undefined || form.bytes) return undefined;
  return textPart(source.text.slice(form.from, form.to), form.raw);
}

function formatParts(evaluation: Evaluation, node: PythonNode, depth: number): Parts {
  const { source } = evaluation;
  const form = stringForm(source, node);
  if (form === undefined) return undefined;
  const pieces: Parts[] = [];
  let position = form.from;
  for (const replacement of node.getChildren('FormatReplacement')) {
    pieces.push(formatText(source.text.slice(position, replacement.from), form.raw));
    const [, expression, close, ...others] = childrenOf(replacement);
    const plain = expression !== undefined && close?.name === '}' && others.length === 0;
    pieces.push(plain ? partsOf(evaluation, expression, depth) : undefined);
    position = replacement.to;
  }
  pieces.push(formatText(source.text.slice(position, form.to), form.raw));
  return concatenate(pieces);
}

function formatText(text: string, raw: boolean): Parts {
  return textPart(text.replaceAll('{{', '{').replaceAll('}}', '}'), raw);
}

function textPart(text: string, raw: boolean): Parts {
  const known = raw ? text : unescapePython(text);
  return known === undefined ? undefined : [{ text: known }];
}

function sumParts(evaluation: Evaluation, node: PythonNode, depth: number): Parts {
  const { source } = evaluation;
  const [left, operator, right] = childrenOf(node);
  if (left === undefined || right === undefined || operator === undefined) return undefined;
  if (source.textOf(operator) !== '+') return undefined;
  return concatenate([partsOf(evaluation, left, depth), partsOf(evaluation, right, depth)]);
}

function nameParts(evaluation: Evaluation, node: PythonNode, depth: number): Parts {
  const { source } = evaluation;
  const binding = resolveName(source, node);
  if (binding === undefined) return platformVariable(source.textOf(node));
  if (binding.kind === 'value') return partsOf(evaluation, binding.node, depth);
  return binding.kind === 'import' ? platformVariable(binding.name) : undefined;
}

function memberParts(evaluation: Evaluation, node: PythonNode, depth: number): Parts {
  const { source } = evaluation;
  const property = node.getChild('PropertyName');
  const owner = node.firstChild;
  if (property === null || owner?.name !== 'VariableName') return undefined;
  const name = source.textOf(property);
  const definition = classNamed(source, node, source.textOf(owner));
  const binding = definition === undefined ? undefined : findBinding(source, definition, name);
  if (binding?.kind === 'value') return partsOf(evaluation, binding.node, depth);
  return definition === undefined ? platformVariable(name) : undefined;
}

/** The class that `self`, `cls` or the class's own name stand for. */
function classNamed(source: PythonSource, node: PythonNode, name: string): PythonNode | undefined {
  if (name === 'self' || name === 'cls') {
    let scope = scopeOf(node);
    while (scope !== undefined && scope.name !== 'ClassDefinition') scope = scopeOf(scope);
    return scope;
  }
  return source.root.getChildren('ClassDefinition').find((definition) => nameOf(source, definition) === name);
}

function platformVariable(name: string): Parts {
  return name === 'DEFAULT_REGISTRY' || name === 'KAAPANA_BUILD_VERSION' ? [{ variable: name }] : undefined;
}

function concatenate(pieces: readonly Parts[]): Parts {
  const all: ReferencePart[] = [];
  for (const piece of pieces) {
    if (piece === undefined) return undefined;
    all.push(...piece);
  }
  return all;
}

function joinTexts(parts: Parts): Parts {
  return parts?.reduce<ReferencePart[]>((joined, part) => {
    const last = joined.at(-1);
    if ('text' in part && part.text === '') return joined;
    if ('text' in part && last !== undefined && 'text' in last)
      joined[joined.length - 1] = { text: last.text + part.text };
    else joined.push(part);
    return joined;
  }, []);
}
