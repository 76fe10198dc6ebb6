import { randomUUID } from 'node:crypto';
import { lstat, mkdir, readdir, rename, rm, rmdir, chmod, stat, writeFile } from 'node:fs/promises';
import { dirname, join, basename, resolve } from 'node:path';
import { EdkError } from '../errors/edkError.ts';
import { explainFileError } from '../errors/fileErrors.ts';
import { makeFolder } from '../files/writeFiles.ts';
import type { ScaffoldPlan } from './planScaffold.ts';
import type { TemplateFile } from './readTemplate.ts';

/** Moves staged files into a folder, replacing files of the same name; when that fails, takes new ones back out. */
async function mergeIntoFolder(files: readonly TemplateFile[], staging: string, folder: string): Promise<void> {
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
    // A link is never followed: it may point outside the folder.
    if (depth < parts.length && !found.isDirectory()) {
      throw new EdkError('target.exists', `${place} already exists, where a folder is needed.`);
    }
    if (depth === parts.length && found.isDirectory()) {
      throw new EdkError('target.exists', `${place} is a folder, where a file is needed.`);
    }
  }
  return false;
}

/** Removes a folder and those in it, as far as there are no files. */
async function removeEmptyFolders(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await removeEmptyFolders(join(folder, entry.name));
  }
  await rmdir(folder).catch(() => undefined);
}

export interface WriteScaffoldOptions {
  /** What to do with a folder that has something in it. `overwrite` replaces the plan's files and keeps all others. */
  readonly existing: 'refuse' | 'overwrite';
}

/**
 * Writes the extension: all of it or nothing. Into an existing folder file by file, each replaced as a whole.
 *
 * @throws EdkError `target.exists`, `disk.full`, `disk.readOnly`, `disk.forbidden`.
 */
export async function writeScaffold(plan: ScaffoldPlan, target: string, options: WriteScaffoldOptions): Promise<void> {
  const folder = resolve(target);
  const state = await stateOf(folder);
  if (state === 'file') throw new EdkError('target.exists', `${folder} is a file, not a folder.`);
  if (state === 'filled' && options.existing === 'refuse') {
    throw new EdkError('target.exists', `${folder} exists and is not empty.`);
  }
  // An existing folder is kept (it may be somebody's working directory) and may be all that one can write to.
  const parent = state === 'missing' ? dirname(folder) : folder;
  const staging = join(parent, `.${basename(folder)}.${randomUUID()}.tmp`);
  let firstMade: string | undefined;
  try {
    firstMade = await makeFolder(staging);
    for (const file of plan.files) await writeStaged(join(staging, file.path), file.content, file.mode);
    if (state === 'missing') await rename(staging, folder);
    else await mergeIntoFolder(plan.files, staging, folder);
    await rm(staging, { recursive: true, force: true });
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    if (firstMade !== undefined && firstMade !== staging) await removeEmptyFolders(firstMade);
    throw explain(error, parent);
  }
}

async function writeStaged(file: string, content: Uint8Array, mode: number): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  await chmod(file, mode | 0o600);
}

async function stateOf(folder: string): Promise<'missing' | 'empty' | 'filled' | 'file'> {
  try {
    if (!(await stat(folder)).isDirectory()) return 'file';
    return (await readdir(folder)).length === 0 ? 'empty' : 'filled';
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'missing';
    throw explain(error, folder);
  }
}

function explain(error: unknown, folder: string): unknown {
  switch (codeOf(error)) {
    case 'ENOTDIR':
      return new EdkError('target.exists', `A part of the path ${folder} is a file, not a folder.`, { cause: error });
    case 'EEXIST':
    case 'ENOTEMPTY':
      return new EdkError('target.exists', `Something else was written to ${folder} in the meantime.`, {
        cause: error,
      });
    case 'ENAMETOOLONG':
      return new EdkError('usage', `A path below ${folder} is longer than the file system allows.`, {
        remedy: 'Choose a folder with a shorter path.',
        cause: error,
      });
    default:
      return explainFileError(error, folder);
  }
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined);
