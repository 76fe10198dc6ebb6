import { parser } from '@lezer/python';
import { parse, parseAllDocuments, Scalar, visit } from 'yaml';
import { EdkError } from '../errors/edkError.ts';
import { parseDockerfileSyntax } from '../project/dockerfile/dockerfileSyntax.ts';
import { allPairs, replaceWords, type Renaming, escapePairs } from './questions.ts';

/** @throws EdkError `template.invalid`: title or description stand where not every text can be written. */
function refuseText(text: string, offset: number, file: string): never {
  const before = text.slice(0, offset).split('\n');
  throw new EdkError('template.invalid', 'The title or description is used where it cannot be replaced safely.', {
    place: { file, line: before.length, column: (before.at(-1) ?? '').length + 1 },
    remedy:
      'Use them only in Markdown, JSON, YAML, in strings and comments of Python, and in comments and ' +
      'double-quoted labels of a Dockerfile.',
  });
}

/**
 * Renames in a YAML text: a scalar keeps its quotes where the new text allows it, everything else stays as it was.
 * Undefined when the text is no YAML (Helm's templates).
 */
export function rewriteYaml(text: string, renaming: Renaming): string | undefined {
  const documents = parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent' });
  if (!Array.isArray(documents) || documents.some((document) => document.errors.length > 0)) return undefined;
  const pairs = allPairs(renaming);
  const parts: string[] = [];
  let end = 0;
  const scalars: Scalar[] = [];
  for (const document of documents) visit(document, { Scalar: (_, scalar) => void scalars.push(scalar) });
  for (const scalar of scalars) {
    const { range, value } = scalar;
    if (!range || typeof value !== 'string' || isBlock(scalar)) continue;
    const renamed = replaceWords(value, pairs);
    if (renamed === value) continue;
    parts.push(replaceWords(text.slice(end, range[0]), pairs), quote(renamed, scalar.type));
    end = range[1];
  }
  return [...parts, replaceWords(text.slice(end), pairs)].join('');
}

/** One line in a block stays one line: nothing to escape. */
const isBlock = ({ type }: Scalar) => type === Scalar.BLOCK_FOLDED || type === Scalar.BLOCK_LITERAL;

function quote(value: string, type: Scalar['type']): string {
  if (type === Scalar.QUOTE_SINGLE) return `'${value.replaceAll("'", "''")}'`;
  if (type !== Scalar.QUOTE_DOUBLE && staysPlain(value)) return value;
  return JSON.stringify(value);
}

/** Stricter than YAML: its readers (Helm's, Airflow's, ours) differ in what signs they let stand without quotes. */
function staysPlain(value: string): boolean {
  const isHarmless = /^\p{L}[\p{L}\p{N} .()/_+'&-]*$/u.test(value);
  return isHarmless && (['1.1', '1.2'] as const).every((version) => parse(value, { version }) === value);
}

interface Segment {
  readonly kind: 'string' | 'comment';
  readonly start: number;
  readonly end: number;
}

/** Renames in a Python text: names everywhere, title and description in strings (escaped) and comments. */
function rewritePython(text: string, renaming: Renaming, file: string): string {
  const parts: string[] = [];
  let end = 0;
  for (const segment of segmentsOf(text)) {
    parts.push(replaceWords(text.slice(end, segment.start), renaming.names));
    const source = text.slice(segment.start, segment.end);
    if (segment.kind === 'comment') parts.push(replaceWords(source, allPairs(renaming)));
    else parts.push(rewriteString(source, renaming, () => refuseText(text, segment.start, file)));
    end = segment.end;
  }
  return [...parts, replaceWords(text.slice(end), renaming.names)].join('');
}

function segmentsOf(text: string): readonly Segment[] {
  const segments: Segment[] = [];
  parser.parse(text).iterate({
    enter: ({ name, from, to }) => {
      if (name !== 'String' && name !== 'FormatString' && name !== 'Comment') return true;
      segments.push({ kind: name === 'Comment' ? 'comment' : 'string', start: from, end: to });
      return false;
    },
  });
  return segments;
}

function rewriteString(source: string, renaming: Renaming, refuse: () => never): string {
  const prefix = /^[a-zA-Z]*/.exec(source)?.[0].toLowerCase() ?? '';
  const quote = source.charAt(prefix.length);
  const escape = (text: string) => {
    const escaped = text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);
    return prefix.includes('f') ? escaped.replaceAll(/[{}]/g, '$&$&') : escaped;
  };
  // Raw strings cannot carry every quote, byte strings no letter outside of ASCII.
  if (/[rb]/.test(prefix) && renaming.texts.some(({ from }) => source.includes(from))) refuse();
  return replaceWords(source, escapePairs(renaming, escape));
}

/** Renames in a Dockerfile: names everywhere, title and description in comments and double-quoted labels (escaped). */
function rewriteDockerfile(text: string, renaming: Renaming, file: string): string {
  const labelLines = linesOfLabels(text);
  const escape = (word: string) => word.replaceAll(/["\\$]/g, '\\$&');
  let offset = 0;
  return text
    .split('\n')
    .map((line, index) => {
      const start = offset;
      offset += line.length + 1;
      if (/^\s*#/.test(line)) return replaceWords(line, allPairs(renaming));
      const place = renaming.texts
        .flatMap(({ from }) => positionsOf(line, escape(from)))
        .find((position) => !labelLines.has(index) || !isDoubleQuoted(line.slice(0, position)));
      if (place !== undefined) refuseText(text, start + place, file);
      return replaceWords(line, escapePairs(renaming, escape));
    })
    .join('\n');
}

function linesOfLabels(text: string): ReadonlySet<number> {
  const lines = new Set<number>();
  for (const instruction of parseDockerfileSyntax(text).getInstructions()) {
    if (instruction.getKeyword() !== 'LABEL') continue;
    const { start, end } = instruction.getRange();
    for (let line = start.line; line <= end.line; line++) lines.add(line);
  }
  return lines;
}

function positionsOf(line: string, word: string): readonly number[] {
  const positions: number[] = [];
  for (let at = line.indexOf(word); at !== -1; at = line.indexOf(word, at + 1)) positions.push(at);
  return positions;
}

/** Whether a double quote is open at the end of this start of a line. */
function isDoubleQuoted(start: string): boolean {
  let open = '';
  for (const [character] of start.matchAll(/\\.|["']/g)) {
    if (character === open) open = '';
    else if (open === '' && character.length === 1) open = character;
  }
  return open === '"';
}

/** The text of a file under its new name, valid in its language whatever title and description are. */
export function rewriteFile(path: string, text: string, renaming: Renaming): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/\.(md|txt|rst)$/i.test(name)) return replaceWords(text, allPairs(renaming));
  if (/\.pyi?$/i.test(name)) return rewritePython(text, renaming, path);
  if (/^Dockerfile|\.Dockerfile$/i.test(name)) return rewriteDockerfile(text, renaming, path);
  if (/\.(json|ipynb)$/i.test(name)) return replaceWords(text, escapePairs(renaming, escapeJson));
  if (/\.ya?ml$/i.test(name)) return rewriteYaml(text, renaming) ?? rewriteUnknown(path, text, renaming);
  return rewriteUnknown(path, text, renaming);
}

const escapeJson = (text: string) => JSON.stringify(text).slice(1, -1);

/** A language without known quoting takes the names only. */
function rewriteUnknown(path: string, text: string, { names, texts }: Renaming): string {
  const position = texts.map(({ from }) => text.indexOf(from)).find((found) => found !== -1);
  if (position !== undefined) refuseText(text, position, path);
  return replaceWords(text, names);
}
