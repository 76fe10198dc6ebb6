import { parser } from '@lezer/python';
import type { SourcePlace } from '../../errors/edkError.ts';

export type PythonNode = ReturnType<typeof parser.parse>['topNode'];

/** A Python file with its syntax tree; offsets are UTF-16 offsets in `text`. */
export interface PythonSource {
  readonly file: string;
  readonly text: string;
  readonly root: PythonNode;
  /** Where the file first stops being Python, as far as the parser's grammar knows the language. */
  readonly firstError: SourcePlace | undefined;
  textOf(node: PythonNode): string;
  placeAt(offset: number): SourcePlace;
}

/** Parses Python; a file with errors is read as far as it makes sense. */
export function parsePython(text: string, file: string): PythonSource {
  // A byte order mark would count as the first letter of a name.
  const root = parser.parse(text.replace(/^\uFEFF/u, '\n')).topNode;
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
