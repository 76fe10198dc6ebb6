import { lstat, mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EdkError } from '../errors/edkError.ts';
import type { TemplateFile } from './readTemplate.ts';

/** Moves staged files into a folder, replacing files of the same name; when that fails, takes new ones back out. */
export async function mergeIntoFolder(files: readonly TemplateFile[], staging: string, folder: string): Promise<void> {
  const isNew = new Map<string, boolean>();
  for (const { path } of files) isNew.set(path, await checkPlace(folder, path));
  const newFolders: string[] = [];
  const newFiles: string[] = [];
  try {
    for (const [path, fresh] of isNew) {
      const target = join(folder, path);
      const firstMade = await mkdir(dirname(target), { recursive: true });
      if (firstMade !== undefined) newFolders.push(firstMade);
      await rename(join(staging, path), target);
      if (fresh) newFiles.push(target);
    }
  } catch (error) {
    for (const file of newFiles) await rm(file, { force: true });
    for (const made of newFolders.reverse()) await removeEmptyFolders(made);
    throw error;
  }
}

/** Whether there is nothing yet at the place. @throws EdkError `target.exists` when no file can be written there. */
async function checkPlace(folder: string, path: string): Promise<boolean> {
  const parts = path.split('/');
  for (let depth = 1; depth <= parts.length; depth++) {
    const place = join(folder, ...parts.slice(0, depth));
    const found = await lstat(place).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (found === undefined) return true;
    // A link is never followed: it may lead out of the folder.
    if (depth < parts.length && !found.isDirectory()) {
      throw new EdkError('target.exists', `${place} is in the way: a folder is needed there.`);
    }
    if (depth === parts.length && found.isDirectory()) {
      throw new EdkError('target.exists', `${place} is a folder; a file is needed there.`);
    }
  }
  return false;
}

/** Removes a folder and those in it, as far as there are no files. */
export async function removeEmptyFolders(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await removeEmptyFolders(join(folder, entry.name));
  }
  await rmdir(folder).catch(() => undefined);
}
