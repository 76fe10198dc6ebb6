import { randomUUID } from 'node:crypto';
import { access, constants, mkdir, rename, rm, writeFile, chmod, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, parse } from 'node:path';
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

/** What only its owner may enter or read, whatever the umask says. */
const privateFolderMode = 0o700;
export const privateFileMode = 0o600;

const forOthers = 0o077;
/** Everybody may make files in such a folder, as in /tmp: it is not ours alone. */
const sticky = 0o1000;

/**
 * Makes `root` and the folders `names` in it, each within the one before, so that only their owner enters them. Those
 * that were there before are closed to others.
 *
 * @returns the innermost folder.
 */
export async function makePrivateFolder(root: string, ...names: readonly string[]): Promise<string> {
  let folder = root;
  await makeFolder(folder, { mode: privateFolderMode });
  await closeToOthers(folder);
  for (const name of names) {
    folder = join(folder, name);
    await makeFolder(folder, { mode: privateFolderMode });
    await closeToOthers(folder);
  }
  return folder;
}

/**
 * Takes from others what they may do in a folder of this user; nothing happens where there is no folder. A home, the
 * root of a disk and folders that many share stay as they are, although a setting may name them.
 */
export async function closeToOthers(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found === undefined || (found.mode & forOthers) === 0 || found.uid !== process.geteuid?.()) return;
  if ((found.mode & sticky) !== 0 || folder === homedir() || folder === parse(folder).root) return;
  // Some disks keep no modes.
  await chmod(folder, found.mode & privateFolderMode).catch(() => undefined);
}

/** Writes a file as a whole that only its owner can read, in a folder that only its owner enters. */
export async function writePrivateFile(file: string, content: string | Uint8Array): Promise<void> {
  await makePrivateFolder(dirname(file));
  await writeFileAtomically(file, content, { mode: privateFileMode });
}

/** The same for what is kept to save time: a cache that cannot be written costs time and stops nothing. */
export async function writeCacheFile(file: string, content: string | Uint8Array): Promise<void> {
  try {
    await writePrivateFile(file, content);
  } catch (error) {
    if (!(error instanceof EdkError)) throw error;
  }
}
