import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { explainFileError } from '../errors/fileErrors.ts';
import { makeFolder } from './makeFolder.ts';

/** Writes a file so that readers see the old content or the new one, never a part; makes its folder. */
export async function writeFileAtomically(
  file: string,
  content: string | Uint8Array,
  options: { readonly mode?: number } = {},
): Promise<void> {
  const unfinished = `${file}.${randomUUID()}.tmp`;
  await makeFolder(dirname(file));
  try {
    await writeFile(unfinished, content, options);
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw explainFileError(error, file);
  }
}
