import { access, constants, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EdkError } from '../errors/edkError.ts';
import { explainFileError } from '../errors/fileErrors.ts';

/**
 * Makes a folder with all folders above it. Returns the first one that was not there; undefined when all were.
 *
 * @param options.mode of those that are made.
 */
export async function makeFolder(
  folder: string,
  options: { readonly mode?: number } = {},
): Promise<string | undefined> {
  try {
    return await mkdir(folder, { recursive: true, ...options });
  } catch (error) {
    if (hasCode(error, 'EEXIST')) throw new EdkError('disk.wrongPath', `${folder} is not a folder.`, { cause: error });
    throw explainFileError(await findReason(error, folder), folder);
  }
}

/** On a read-only disk Node says that the missing folder is missing; the nearest existing one says why. */
async function findReason(error: unknown, folder: string): Promise<unknown> {
  if (!hasCode(error, 'ENOENT')) return error;
  const around = dirname(folder);
  return access(around, constants.W_OK).then(
    () => error,
    (reason: unknown) => (around === folder ? error : findReason(reason, around)),
  );
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
