import { parser } from '@lezer/python';
import type { SourcePlace } from '../../errors/edkError.ts';

/** A node of the syntax tree; its offsets are UTF-16 offsets in the file's text. */
export type PythonNode = ReturnType<typeof parser.parse>['topNode'];

/** What a name is bound to in one scope; `unknown` when it is bound more than once or otherwise than by `=`. */
export type Binding =
  | { readonly kind: 'value'; readonly node: PythonNode }
  | { readonly kind: 'parameter'; readonly defaultValue: PythonNode | undefined }
  | { readonly kind: 'import'; readonly name: string }
  | { readonly kind: 'definition'; readonly node: PythonNode }
  | { readonly kind: 'unknown' };

/** What binds names directly in a scope. */
export type ScopeBindings = ReadonlyMap<string, Binding>;

/** What a statement does to a dict after it was made. */
export interface DictChange {
  /** The name that the statement uses. */
  readonly root: PythonNode;
  /** Keys from the root to the dict that changes. */
  readonly keys: readonly PythonNode[];
  /** `d["a"] = 1` and `d.setdefault("a", 1)`. */
  readonly set?: { readonly key: PythonNode; readonly value: PythonNode } | undefined;
  /** `d.update({...})`. */
  readonly merged?: PythonNode | undefined;
  /** `d.update(a=1)`. */
  readonly named?: readonly { readonly name: PythonNode; readonly value: PythonNode }[] | undefined;
}

/** A call with its arguments as they are written. */
export interface PythonCall {
  /** `c` of `a.b.c(...)`. */
  readonly name: string;
  readonly callee: PythonNode;
  readonly node: PythonNode;
  readonly positional: readonly PythonNode[];
  readonly keywords: ReadonlyMap<string, PythonKeyword>;
  /** Whether `*args` or `**kwargs` hand on more arguments. */
  readonly spreads: boolean;
}

export interface PythonKeyword {
  readonly name: PythonNode;
  readonly value: PythonNode;
}

/** A Python file with its syntax tree; offsets are UTF-16 offsets in `text`. */
export interface PythonSource {
  readonly file: string;
  readonly text: string;
  readonly root: PythonNode;
  /** Where the file first stops being Python, as far as the parser's grammar knows the language. */
  readonly firstError: SourcePlace | undefined;
  /** Why the text was not read at all; the tree is empty then. */
  readonly unread: string | undefined;
  /** What `scope.ts` has found in a scope before, by the scope's offset and name. */
  readonly scopes: Map<string, ScopeBindings>;
  /** What `findCalls.ts` has found before: several rules ask it. */
  calls: readonly PythonCall[] | undefined;
  /** What `dictChanges.ts` has found before. */
  changes: readonly DictChange[] | undefined;
  textOf(node: PythonNode): string;
  placeAt(offset: number): SourcePlace;
}

/** In characters; no DAG is that long, and data with the ending .py is none. */
const longestText = 512 * 1024;
/** Python itself refuses more nested brackets. */
const deepestBrackets = 200;
/**
 * In milliseconds. A DAG takes a few; what is not Python can take the parser a minute, as it mends every second letter.
 */
const longestParse = 3000;

/** Parses Python; a file with errors is read as far as it makes sense. Any text ends in some seconds at the most. */
export function parsePython(text: string, file: string): PythonSource {
  // A byte order mark would count as the first letter of a name; a form feed begins the line's indentation again.
  const readable = text.replace(/^\uFEFF/u, '\n').replace(/^[ \t\f]*\f/gmu, (start) => start.replaceAll('\f', '\n'));
  const refused = whyUnreadable(text);
  const parsed = refused === undefined ? parseInTime(readable) : undefined;
  const root = parsed ?? parser.parse('').topNode;
  const lineStarts = findLineStarts(text);
  const placeAt = (offset: number): SourcePlace => {
    const line = lineOf(lineStarts, offset);
    return { file, line: line + 1, column: offset - (lineStarts[line] ?? 0) + 1 };
  };
  const errorOffset = findError(root);
  return {
    file,
    text,
    root,
    firstError: errorOffset === undefined ? undefined : placeAt(errorOffset),
    unread: refused ?? (parsed === undefined ? 'takes too long to be read as Python' : undefined),
    scopes: new Map(),
    calls: undefined,
    changes: undefined,
    textOf: (node) => text.slice(node.from, node.to),
    placeAt,
  };
}

/** The children of a node, in order. */
export function childrenOf(node: PythonNode): PythonNode[] {
  const children: PythonNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}

function whyUnreadable(text: string): string | undefined {
  if (text.length > longestText) return `is larger than ${longestText / 1024} kB and was not read`;
  if (text.includes('\0')) return 'is not text';
  return bracketDepth(text) > deepestBrackets ? `has more than ${deepestBrackets} nested brackets` : undefined;
}

/** Brackets in strings and comments count too: a DAG has not as many of them either. */
function bracketDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of text) {
    if ('([{'.includes(character)) deepest = Math.max(deepest, (depth += 1));
    else if (')]}'.includes(character)) depth = Math.max(0, depth - 1);
  }
  return deepest;
}

function parseInTime(text: string): PythonNode | undefined {
  const parse = parser.startParse(text);
  const end = performance.now() + longestParse;
  for (;;) {
    const tree = parse.advance();
    if (tree !== null) return tree.topNode;
    if (performance.now() > end) return undefined;
  }
}

function findError(root: PythonNode): number | undefined {
  let offset: number | undefined;
  root.cursor().iterate((node) => {
    if (node.type.isError) offset ??= node.from;
    return offset === undefined;
  });
  return offset;
}

function findLineStarts(text: string): number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\r|\n/gu)) starts.push(match.index + match[0].length);
  return starts;
}

function lineOf(lineStarts: readonly number[], offset: number): number {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
