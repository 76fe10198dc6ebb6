import {
  isAlias,
  isCollection,
  isNode,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  isScalar,
  type Pair,
  type YAMLMap,
} from 'yaml';
import { EdkError, type SourcePlace } from '../errors/edkError.ts';
import { checkYamlSyntax, withJoinedFlows } from './loadYaml.ts';

/** In characters. The parser that keeps comments needs about two seconds for so much. */
const largestYamlFile = 1024 * 1024;

/** How often one file may repeat content through aliases before it counts as an attack on memory. */
const mostAliases = 1000;

/** A path into a document: keys of maps and indices of lists. */
export type YamlPath = readonly (string | number)[];

/** A YAML file with its parsed content and the way back to the places in it. */
export interface YamlFile {
  readonly file: string;
  readonly text: string;
  readonly document: Document;
  /** The content as plain data; null when the file is empty. */
  readonly value: unknown;
  /** Keys that stand in the same map before: the last one counts, as for Helm. */
  readonly repeatedKeys: readonly RepeatedKeyPlace[];
  /** Where the value at this path stands; where its nearest existing parent stands when it is missing. */
  placeOf(path: YamlPath): SourcePlace;
}

interface RepeatedKeyPlace {
  readonly name: string;
  readonly place: SourcePlace;
  /** The line in which the key stands before. */
  readonly line: number;
}

/**
 * Parses one YAML document. It takes what Helm takes.
 *
 * @throws EdkError `yaml.invalid` with file, line and column: syntax, several documents, too large, too deep, too many
 * aliases.
 */
export function parseYaml(text: string, file: string): YamlFile {
  if (text.length > largestYamlFile) {
    throw new EdkError('yaml.invalid', `${file} is larger than 1 MB.`, { place: { file } });
  }
  return withJoinedFlows(text, (source) => parseSource(source, { file, text }));
}

/** @param source the text, or one of the same length in which everything stands at the same place. */
function parseSource(source: string, { file, text }: Pick<YamlFile, 'file' | 'text'>): YamlFile {
  checkYamlSyntax(source, file);
  // Repeated keys are found by findKeyProblems: the parser's own search takes quadratic time.
  const document = parseDocument(source, { merge: true, prettyErrors: false, uniqueKeys: false });
  const lineCounter = countLines(text);
  const placeAt = (offset: number): SourcePlace => {
    const { line, col } = lineCounter.linePos(offset);
    return { file, line, column: col };
  };
  const [error] = document.errors;
  if (error?.code === 'MULTIPLE_DOCS')
    throw invalid('a second document starts here; only one is allowed', placeAt(error.pos[0]));
  if (error !== undefined) throw invalid(error.message, placeAt(error.pos[0]));
  const { notText, repeated } = findKeyProblems(document);
  if (notText !== undefined) {
    throw invalid('a key must be text; quote template braces', placeAt(notText));
  }
  return {
    file,
    text,
    document,
    value: toPlainData(document, file, placeAt),
    repeatedKeys: repeated.map(({ name, offset, before }) => ({
      name,
      place: placeAt(offset),
      line: lineCounter.linePos(before).line,
    })),
    placeOf: (path) => placeAt(offsetOf(document, path)),
  };
}

function countLines(text: string): LineCounter {
  const lineCounter = new LineCounter();
  lineCounter.addNewLine(0);
  for (const end of text.matchAll(/\n/gu)) lineCounter.addNewLine(end.index + 1);
  return lineCounter;
}

function toPlainData(document: Document, file: string, placeAt: (offset: number) => SourcePlace): unknown {
  try {
    const value: unknown = document.toJS({ maxAliasCount: mostAliases });
    return value;
  } catch (error) {
    const offset = findUnknownAlias(document);
    if (offset !== undefined) throw invalid('this alias has no anchor before it', placeAt(offset));
    const reason = error instanceof Error ? error.message : String(error);
    throw new EdkError('yaml.invalid', `${file}: ${reason}.`, { place: { file }, cause: error });
  }
}

function findUnknownAlias(document: Document): number | undefined {
  const anchors = new Set<string>();
  let offset: number | undefined;
  visit(document, {
    Value(_, node) {
      if (node.anchor !== undefined) anchors.add(node.anchor);
    },
    Alias(_, node) {
      if (anchors.has(node.source)) return undefined;
      offset = node.range?.[0];
      return visit.BREAK;
    },
  });
  return offset;
}

function offsetOf(document: Document, path: YamlPath): number {
  let node: unknown = document.contents;
  let offset = document.contents?.range?.[0] ?? 0;
  for (const key of path) {
    const collection = isAlias(node) ? node.resolve(document) : node;
    if (!isCollection(collection)) break;
    node = collection.get(key, true);
    if (!isNode(node)) break;
    offset = node.range?.[0] ?? offset;
  }
  return offset;
}

function invalid(reason: string, place: SourcePlace): EdkError {
  return new EdkError('yaml.invalid', `${place.file}: ${reason}.`, { place });
}

/** A key that stands in the same map before. */
interface RepeatedKey {
  /** Where it stands in the file's text. */
  readonly offset: number;
  readonly name: string;
  /** Where it stands before. */
  readonly before: number;
}

interface KeyProblems {
  /** Where the first map begins with a key that is not text. */
  readonly notText: number | undefined;
  /** In the order of the file; merge keys (`<<`) may stand several times. */
  readonly repeated: readonly RepeatedKey[];
}

/** Looks at the keys of all maps. Of those that stand several times only the last one is kept, which is the one that counts. */
function findKeyProblems(document: Document): KeyProblems {
  let notText: number | undefined;
  const repeated: RepeatedKey[] = [];
  visit(document, {
    Map(_, map) {
      if (!map.items.every(({ key }) => isScalar(key))) {
        notText = map.range?.[0] ?? 0;
        return visit.BREAK;
      }
      repeated.push(...keepLast(map));
      return undefined;
    },
  });
  return { notText, repeated };
}

function keepLast(map: YAMLMap): RepeatedKey[] {
  const repeated: RepeatedKey[] = [];
  const seen = new Map<string, Pair>();
  const overruled = new Set<unknown>();
  for (const pair of map.items) {
    if (!isScalar(pair.key) || pair.key.source === '<<') continue;
    const name = String(pair.key.value);
    const before = seen.get(name);
    if (before !== undefined) {
      repeated.push({ offset: startOf(pair), name, before: startOf(before) });
      if (!hasAnchor(before)) overruled.add(before);
    }
    seen.set(name, pair);
  }
  if (overruled.size > 0) map.items = map.items.filter((pair) => !overruled.has(pair));
  return repeated;
}

function startOf({ key }: Pair): number {
  return isScalar(key) ? (key.range?.[0] ?? 0) : 0;
}

/** What others repeat has to stay. */
function hasAnchor({ key, value }: Pair): boolean {
  let found = false;
  for (const part of [key, value].filter(isNode)) {
    visit(part, {
      Value(_, node) {
        if (node.anchor === undefined) return undefined;
        found = true;
        return visit.BREAK;
      },
    });
  }
  return found;
}
