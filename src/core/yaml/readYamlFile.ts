import { EdkError } from '../errors/edkError.ts';
import { readRegularFileIfThere, sourceFileLimit } from '../files/readRegularFile.ts';
import { parseYaml, type YamlFile } from './parseYaml.ts';

/**
 * Reads and parses one YAML file; undefined when there is none.
 *
 * @throws EdkError `yaml.invalid`, also when the file is no text; `file.*`, `disk.forbidden`.
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
  throw new EdkError('yaml.invalid', `${file}: the key "${name}" stands already in line ${line}.`, { place });
}

function decode(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch (error) {
    throw new EdkError('yaml.invalid', `${file} is not written in UTF-8.`, { place: { file }, cause: error });
  }
}
