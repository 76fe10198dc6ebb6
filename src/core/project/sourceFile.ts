import type { Dockerfile } from 'dockerfile-ast';
import { isAlias, isCollection, isMap, isNode, isPair, type Document } from 'yaml';
import { type SourcePlace, EdkError } from '../errors/edkError.ts';
import { parseYaml, type YamlFile, type YamlPath } from '../yaml/parseYaml.ts';
import { parseDockerfileSyntax, type LineRange } from './dockerfile/dockerfileSyntax.ts';

/** A part of one of the user's files. Lines and columns count from 1; the end is exclusive. */
export interface SourceRange extends SourcePlace {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** In characters; a Dockerfile beyond is taken for something else and counts as empty. */
const largestDockerfile = 256 * 1024;

/** A text file of the project, as it is on disk or as it is being edited. It is parsed when it is first asked for. */
export class SourceFile {
  /** Absolute. */
  readonly file: string;
  /** Relative to the project, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly #results = new Map<unknown, unknown>();

  constructor(file: string, path: string, text: string) {
    this.file = file;
    this.path = path;
    this.text = text;
  }

  /** Undefined when it is no YAML; `yamlProblem` says why. */
  get yaml(): YamlFile | undefined {
    const read = this.once(tryYaml);
    return read instanceof EdkError ? undefined : read;
  }

  get yamlProblem(): EdkError | undefined {
    const read = this.once(tryYaml);
    return read instanceof EdkError ? read : undefined;
  }

  /** Only for files that are Dockerfiles; anything else makes no sense. */
  get dockerfile(): Dockerfile {
    return this.once(parseDockerfile);
  }

  /** What `read` makes of this file; it is asked once, however many rules want to know. */
  once<T>(read: (source: SourceFile) => T): T {
    if (!this.#results.has(read)) this.#results.set(read, read(this));
    return this.#results.get(read) as T;
  }

  /** @param start offset in characters; `end` is exclusive. */
  rangeOf(start: number, end: number): SourceRange {
    const [from, to] = [this.#positionAt(start), this.#positionAt(Math.max(start, end))];
    return { file: this.file, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
  }

  /** A range as the parser of Dockerfiles counts. */
  rangeOfLines({ start, end }: LineRange): SourceRange {
    return {
      file: this.file,
      line: start.line + 1,
      column: start.character + 1,
      endLine: end.line + 1,
      endColumn: end.character + 1,
    };
  }

  /** From a place, the file's first line without one, to the end of its line. */
  rangeFrom({ line = 1, column = 1 }: Pick<SourcePlace, 'line' | 'column'> = {}): SourceRange {
    const { text } = this.line(line);
    return { file: this.file, line, column, endLine: line, endColumn: Math.max(column, text.trimEnd().length + 1) };
  }

  /** A line by its number, which counts from 1, without its end; empty beyond the file. */
  line(number: number): { readonly text: string; readonly start: number } {
    const starts = this.once(findLineStarts);
    const start = starts[number - 1] ?? this.text.length;
    return { text: this.text.slice(start, starts[number] ?? this.text.length).replace(/[\r\n]+$/u, ''), start };
  }

  get lineCount(): number {
    return this.once(findLineStarts).length;
  }

  #positionAt(offset: number): { line: number; column: number } {
    const starts = this.once(findLineStarts);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: Math.min(offset, this.text.length) - (starts[low] ?? 0) + 1 };
  }
}

function parseDockerfile({ text }: SourceFile): Dockerfile {
  return parseDockerfileSyntax(text.length > largestDockerfile ? '' : text);
}

function findLineStarts({ text }: SourceFile): readonly number[] {
  return [0, ...[...text.matchAll(/\r\n|\r|\n/gu)].map((end) => end.index + end[0].length)];
}

function tryYaml({ text, file }: SourceFile): YamlFile | EdkError {
  try {
    return parseYaml(text, file);
  } catch (error) {
    if (error instanceof EdkError) return error;
    throw error;
  }
}

/** Where the value at a path stands; its nearest existing parent's key when it is missing. */
export function valueRange(source: SourceFile, path: YamlPath): SourceRange {
  return rangeOf(source, path, 'value');
}

/** Where the key at the end of a path stands; its nearest existing parent's when it is missing. */
export function keyRange(source: SourceFile, path: YamlPath): SourceRange {
  return rangeOf(source, path, 'key');
}

function rangeOf(source: SourceFile, path: YamlPath, part: 'key' | 'value'): SourceRange {
  const document = source.yaml?.document;
  if (document === undefined) return source.rangeFrom();
  for (let length = path.length; length > 0; length -= 1) {
    const found = findOffsets(document, path.slice(0, length), length === path.length ? part : 'key');
    if (found !== undefined) return source.rangeOf(found[0], found[1]);
  }
  return source.rangeOf(...firstKey(document, source.text));
}

type Offsets = readonly [start: number, end: number];

function findOffsets(document: Document, path: YamlPath, part: 'key' | 'value'): Offsets | undefined {
  let node: unknown = document.contents;
  let key: unknown;
  for (const step of path) {
    const collection = isAlias(node) ? node.resolve(document) : node;
    if (!isCollection(collection)) return undefined;
    const pair = isMap(collection)
      ? collection.items.find((item) => isPair(item) && isNode(item.key) && keyText(item.key) === String(step))
      : undefined;
    key = pair?.key;
    node = pair === undefined ? collection.get(step, true) : pair.value;
    if (pair === undefined && !isNode(node)) return undefined;
  }
  const wanted = part === 'value' && isNode(node) ? node : isNode(key) ? key : node;
  const range = isNode(wanted) ? wanted.range : undefined;
  return range ? [range[0], Math.max(range[0], range[1])] : undefined;
}

function keyText(key: unknown): string | undefined {
  return isNode(key) && 'value' in key ? String(key.value) : undefined;
}

function firstKey(document: Document, text: string): [number, number] {
  const start = document.contents?.range?.[0] ?? 0;
  const end = /[\r\n:]/u.exec(text.slice(start))?.index ?? text.length - start;
  return [start, start + end];
}
