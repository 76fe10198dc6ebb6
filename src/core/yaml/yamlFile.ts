import { isMap, isNode, isScalar, type YAMLMap } from 'yaml';
import { EdkError } from '../errors/edkError.ts';
import { readRegularFileIfThere, sourceFileLimit } from '../files/readRegularFile.ts';
import { parseYaml, type YamlFile, type YamlPath } from './parseYaml.ts';

/**
 * Reads and parses one YAML file; undefined when there is none.
 *
 * @throws EdkError `yaml.invalid`, also when the file is not text; `file.*`, `disk.forbidden`.
 */
export async function readYamlFile(file: string): Promise<YamlFile | undefined> {
  const bytes = await readRegularFileIfThere(file, { limit: sourceFileLimit });
  return bytes === undefined ? undefined : parseYaml(decode(bytes, file), file);
}

/**
 * The same for a file that only the EDK reads, in which a key that stands twice is a mistake.
 *
 * @throws EdkError `yaml.invalid`, `file.*`, `disk.forbidden`.
 */
export async function readStrictYamlFile(file: string): Promise<YamlFile | undefined> {
  const yaml = await readYamlFile(file);
  const [repeated] = yaml?.repeatedKeys ?? [];
  if (repeated === undefined) return yaml;
  const { name, place, line } = repeated;
  throw new EdkError('yaml.invalid', `${file}: the key "${name}" is already in line ${line}.`, { place });
}

function decode(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch (error) {
    throw new EdkError('yaml.invalid', `${file} is not written in UTF-8.`, { place: { file }, cause: error });
  }
}

export interface YamlEdit {
  readonly path: YamlPath;
  /** The new text value; it is written in double quotes. */
  readonly text: string;
}

interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Sets text values and returns the new content. Every other byte of the file stays as it is: comments, order, quotes,
 * and numbers that a rewritten document would spell differently.
 *
 * @throws EdkError `yaml.invalid` when the parent of a missing key is not a map, for example an alias.
 */
export function setYamlText(yaml: YamlFile, edits: readonly YamlEdit[]): string {
  const splices = edits.map((edit) => spliceFor(yaml, edit)).sort((a, b) => b.start - a.start);
  return splices.reduce(
    (text, splice) => text.slice(0, splice.start) + splice.text + text.slice(splice.end),
    yaml.text,
  );
}

function spliceFor(yaml: YamlFile, { path, text }: YamlEdit): Splice {
  const quoted = JSON.stringify(text);
  const node: unknown = yaml.document.getIn(path, true);
  if (isNode(node) && node.range) {
    const [start, end] = node.range;
    const old = yaml.text.slice(start, end);
    const before = start > 0 && yaml.text[start - 1] === ':' ? ' ' : '';
    const after = old.endsWith('\n') ? '\n' : yaml.text[end] === '#' ? ' ' : '';
    return { start, end, text: before + quoted + after };
  }
  const parent: unknown = path.length === 1 ? yaml.document.contents : yaml.document.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) {
    const message = `${yaml.file}: ${path.join('.')} cannot be set, because its parent is not a map.`;
    throw new EdkError('yaml.invalid', message, { place: yaml.placeOf(path) });
  }
  return insertion(yaml.text, parent, `${String(path.at(-1))}: ${quoted}`);
}

function insertion(text: string, map: YAMLMap, entry: string): Splice {
  const firstKey = map.items[0]?.key;
  const mapStart = map.range?.[0] ?? 0;
  if (map.flow === true) {
    const position = mapStart + 1;
    return { start: position, end: position, text: map.items.length === 0 ? entry : `${entry}, ` };
  }
  const position = isScalar(firstKey) ? (firstKey.range?.[0] ?? mapStart) : mapStart;
  const indent = ' '.repeat(position - (text.lastIndexOf('\n', position - 1) + 1));
  return { start: position, end: position, text: `${entry}\n${indent}` };
}
