import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explainFileError } from '../errors/fileErrors.ts';

/** Gives `work` a new folder, gone afterwards whatever happened. */
export async function withTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const parent = tmpdir();
  const folder = await mkdtemp(join(parent, 'edk-')).catch((error: unknown) => {
    throw explainFileError(error, parent);
  });
  try {
    return await work(folder);
  } catch (error) {
    throw explainFileError(error, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
