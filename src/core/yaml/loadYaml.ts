import {
  boolCoreTag,
  CORE_SCHEMA,
  intCoreTag,
  load,
  loadAll,
  mergeTag,
  Schema,
  parseEvents,
  YAMLException,
} from 'js-yaml';
import { Lexer } from 'yaml';
import { EdkError } from '../errors/edkError.ts';

/** Whether plain data is a map of keys and values. */
export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Numbers that begin with 0 are octal, and yes and on are true: Helm and Kubernetes read YAML 1.1 so. */
const olderInt = {
  ...intCoreTag,
  resolve: (source: string, isExplicit: boolean, tagName: string): unknown =>
    /^[-+]?0[0-7]+$/.test(source) ? Number.parseInt(source, 8) : intCoreTag.resolve(source, isExplicit, tagName),
};
const olderBool = {
  ...boolCoreTag,
  implicitFirstChars: null,
  resolve(source: string, isExplicit: boolean, tagName: string): unknown {
    if (/^(yes|Yes|YES|on|On|ON)$/.test(source)) return true;
    if (/^(no|No|NO|off|Off|OFF)$/.test(source)) return false;
    return boolCoreTag.resolve(source, isExplicit, tagName);
  },
};
const schema = new Schema(
  [...CORE_SCHEMA.tags, mergeTag].map((tag) => (tag === intCoreTag ? olderInt : tag === boolCoreTag ? olderBool : tag)),
);

/** Of a key that stands twice the last one counts, as for Helm. */
const options = { schema, json: true, maxAliases: 1000, maxDepth: 100 };

/**
 * Reads one document as Helm does; comments and places are lost.
 *
 * @throws YAMLException
 */
export function loadYaml(text: string): unknown {
  return withJoinedFlows(text, (source) => load(source, options));
}

/**
 * Reads all documents as Helm does.
 *
 * @throws YAMLException
 */
export function loadAllYaml(text: string): unknown[] {
  return withJoinedFlows(text, (source) => loadAll(source, options));
}

/** What is refused for its indentation alone is read with its lists and maps in one line each. */
export function withJoinedFlows<T>(text: string, read: (source: string) => T): T {
  try {
    return read(text);
  } catch (error) {
    const joined = joinFlowLines(text);
    if (joined === text) throw error;
    try {
      return read(joined);
    } catch {
      throw error;
    }
  }
}

/** What the lexer puts between the tokens that are in the text. */
const marks = { scalar: '\x1f', others: new Set(['\x02', '\x18', '\x1f']) };

const piece = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"|'[^']*(?:''[^']*)*'|#[^\r\n]*|[[\]{},:]|\s+|[^\s[\]{},:"'#]+|["']/gu;

/**
 * Writes every list in brackets and every map in braces in one line, with as many letters, so that all places stay. Helm,
 * Kubernetes and PyYAML do not ask how such lines are indented; parsers that follow YAML 1.2 to the letter do.
 */
function joinFlowLines(text: string): string {
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

/** How deep collections may be nested. */
const deepestNesting = 100;

/**
 * Finds syntax errors and endless nesting without recursion: the parser that keeps comments recurses, and a few
 * thousand brackets would end the whole process with it.
 *
 * @throws EdkError `yaml.invalid` with line and column.
 */
export function checkYamlSyntax(text: string, file: string): void {
  try {
    parseEvents(text, { maxDepth: deepestNesting });
  } catch (error) {
    throw explainYamlError(error, file);
  }
}

/** Turns what js-yaml throws into an error with its place. */
function explainYamlError(error: unknown, file: string): EdkError {
  if (!(error instanceof YAMLException)) {
    return new EdkError('yaml.invalid', `${file} cannot be read as YAML.`, { place: { file }, cause: error });
  }
  const { reason, mark } = error;
  const place = mark === undefined ? { file } : { file, line: mark.line + 1, column: mark.column + 1 };
  return new EdkError('yaml.invalid', `${file}: ${reason}.`, { place, cause: error });
}

/**
 * Reads the documents of a large rendered manifest quickly; comments and places are lost, empty documents left out.
 * Of a key that stands twice the last one counts, as for Helm.
 *
 * @throws EdkError `yaml.invalid` with the line in the text given.
 */
export function parseManifests(text: string, file: string): unknown[] {
  try {
    return loadAllYaml(text).filter((document) => document !== null && document !== undefined);
  } catch (error) {
    throw explainYamlError(error, file);
  }
}
