import { isAlias, isCollection, isNode, LineCounter, parseDocument, visit, type Document } from 'yaml';
import { EdkError, type SourcePlace } from '../errors/edkError.ts';
import { checkYamlSyntax } from './checkYamlSyntax.ts';
import { findKeyProblem } from './findKeyProblem.ts';

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
  /** Where the value at this path stands; where its nearest existing parent stands when it is missing. */
  placeOf(path: YamlPath): SourcePlace;
}

/**
 * Parses one YAML document.
 *
 * @throws EdkError `yaml.invalid` with file, line and column: syntax, duplicate keys, several documents, too large,
 * too deep, too many aliases.
 */
export function parseYaml(text: string, file: string): YamlFile {
  if (text.length > largestYamlFile) {
    throw new EdkError('yaml.invalid', `${file} is larger than 1 MB.`, { place: { file } });
  }
  checkYamlSyntax(text, file);
  const lineCounter = new LineCounter();
  // Duplicate keys are found by findKeyProblem: the parser's own search takes quadratic time.
  const document = parseDocument(text, { lineCounter, merge: true, prettyErrors: false, uniqueKeys: false });
  const placeAt = (offset: number): SourcePlace => {
    const { line, col } = lineCounter.linePos(offset);
    return { file, line, column: col };
  };
  const [error] = document.errors;
  if (error?.code === 'MULTIPLE_DOCS')
    throw invalid('a second document begins here; there may be one', placeAt(error.pos[0]));
  if (error !== undefined) throw invalid(error.message, placeAt(error.pos[0]));
  const problem = findKeyProblem(document, (offset) => lineCounter.linePos(offset).line);
  if (problem !== undefined) throw invalid(problem.reason, placeAt(problem.offset));
  return {
    file,
    text,
    document,
    value: toPlainData(document, file, placeAt),
    placeOf: (path) => placeAt(offsetOf(document, path)),
  };
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
