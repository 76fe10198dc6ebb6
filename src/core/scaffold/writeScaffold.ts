import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { EdkError } from '../errors/edkError.ts';
import { explainFileError } from '../errors/fileErrors.ts';
import { makeFolder } from '../files/writeFiles.ts';
import { mergeIntoFolder, removeEmptyFolders } from './mergeIntoFolder.ts';
import type { ScaffoldPlan } from './planScaffold.ts';

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
      return new EdkError('target.exists', `Something else was written to ${folder} meanwhile.`, { cause: error });
    case 'ENAMETOOLONG':
      return new EdkError('usage', `A path below ${folder} is longer than the file system allows.`, {
        remedy: 'Choose a shorter folder.',
        cause: error,
      });
    default:
      return explainFileError(error, folder);
  }
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined);
