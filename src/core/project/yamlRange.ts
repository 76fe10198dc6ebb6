import { isAlias, isCollection, isMap, isNode, isPair, type Document } from 'yaml';
import type { YamlPath } from '../yaml/parseYaml.ts';
import type { SourceRange } from './sourceRange.ts';
import type { SourceFile } from './sourceFile.ts';

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
