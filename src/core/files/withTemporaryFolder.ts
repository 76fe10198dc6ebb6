import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EdkError } from '../errors/edkError.ts';
import { temporaryPrefix } from './abandonedFolders.ts';
import { explainFileError, explainUnexpected } from '../errors/fileErrors.ts';

/** Gives `work` a new folder, gone afterwards whatever happened. */
export async function withTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const parent = tmpdir();
  const folder = await mkdtemp(join(parent, await temporaryPrefix())).catch((error: unknown) => {
    if (isFull(error)) throw noSpace(parent, error);
    throw isMissing(error) ? noParent(parent, error) : explainFileError(error, parent);
  });
  try {
    return await work(folder);
  } catch (error) {
    throw isFull(error) ? noSpace(parent, error) : explainFileError(explainUnexpected(error), folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}

function noSpace(parent: string, cause: unknown): EdkError {
  return new EdkError('disk.full', `No space left for temporary files in ${parent}.`, {
    remedy: 'Free some space there, or set TMPDIR to a folder on another disk.',
    cause,
  });
}

function noParent(parent: string, cause: unknown): EdkError {
  return new EdkError('settings.invalid', `The folder for temporary files (TMPDIR), ${parent}, does not exist.`, {
    remedy: 'Create the folder, or set TMPDIR to another one.',
    cause,
  });
}
