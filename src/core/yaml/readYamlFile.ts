import { readFile } from 'node:fs/promises';
import { EdkError } from '../errors/edkError.ts';
import { explainFileError } from '../errors/fileErrors.ts';
import { parseYaml, type YamlFile } from './parseYaml.ts';

/**
 * Reads and parses one YAML file; undefined when there is none.
 *
 * @throws EdkError `yaml.invalid`, also when the file is no text; `disk.forbidden`.
 */
export async function readYamlFile(file: string): Promise<YamlFile | undefined> {
  const bytes = await readBytes(file);
  return bytes === undefined ? undefined : parseYaml(decode(bytes, file), file);
}

async function readBytes(file: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
      return undefined;
    }
    throw explainFileError(error, file);
  }
}

function decode(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch (error) {
    throw new EdkError('yaml.invalid', `${file} is not written in UTF-8.`, { place: { file }, cause: error });
  }
}
