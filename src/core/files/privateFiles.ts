import { chmod, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, parse } from 'node:path';
import { EdkError } from '../errors/edkError.ts';
import { makeFolder } from './makeFolder.ts';
import { writeFileAtomically } from './writeFileAtomically.ts';

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
