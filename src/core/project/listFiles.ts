import { closeSync, lstatSync, openSync, readdirSync, readSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { EdkError } from '../errors/edkError.ts';
import { explainFileError } from '../errors/fileErrors.ts';
import { kindOf, notRegular } from '../files/readRegularFile.ts';
import type { FileFact } from './project.ts';
import { isInToolFolder, isSourceName } from './sourceNames.ts';

/** How many files are listed: a project may hold whole data sets. Beyond that only those that a person writes are. */
const mostFiles = 20_000;
/** How many folders are looked into before the search gives up. */
const mostFolders = 50_000;
/** How many files without a telling name are looked into. */
const mostLooks = 500;
/** How long the search may hold the event loop, in milliseconds. */
const longestTurn = 15;

export interface ListedFiles {
  readonly files: ReadonlyMap<string, FileFact>;
  /** Paths of all folders, empty ones included. */
  readonly folders: ReadonlySet<string>;
  readonly complete: boolean;
  /** Why a path is not read: it is neither file nor folder, or a folder that cannot be listed. */
  readonly refused: ReadonlyMap<string, EdkError>;
}

/** Every file below a folder; links are not followed. */
export async function listFiles(folder: string): Promise<ListedFiles> {
  const files = new Map<string, FileFact>();
  const folders = new Set<string>();
  const refused = new Map<string, EdkError>();
  const looks = { left: mostLooks };
  const waiting = [''];
  let complete = true;
  let turnStarted = performance.now();
  // It grows while it is walked.
  for (const current of waiting) {
    for (const entry of listFolder(folder, current, refused)) {
      const path = current === '' ? entry.name : `${current}/${entry.name}`;
      const isFull = files.size >= mostFiles;
      if (entry.isDirectory()) {
        folders.add(path);
        if (!isFull || !isInToolFolder(`${path}/`)) waiting.push(path);
      }
      if (isFull) complete = false;
      if (isFull && !isSourceName(entry.name)) continue;
      if (entry.isFile() || entry.isSymbolicLink()) files.set(path, factOf({ folder, path, entry, looks }));
      else if (!entry.isDirectory() && !isInToolFolder(path)) {
        refused.set(path, notRegular(join(folder, path), kindOf(entry)));
      }
    }
    if (folders.size > mostFolders) return { files, folders, complete: false, refused };
    if (performance.now() - turnStarted > longestTurn) {
      await setImmediate();
      turnStarted = performance.now();
    }
  }
  return { files, folders, complete, refused };
}

interface Listed {
  readonly folder: string;
  readonly path: string;
  readonly entry: Dirent;
  readonly looks: { left: number };
}

function factOf({ folder, path, entry, looks }: Listed): FileFact {
  const size = sizeOf(join(folder, path));
  const mayBeData = entry.isFile() && !isInToolFolder(path) && /^[^.]*$|\.(?:\d+|ima|dcm\d*)$/iu.test(entry.name);
  const content = mayBeData && size > 132 && looks.left-- > 0 ? contentOf(join(folder, path)) : undefined;
  return { path, size, kind: entry.isFile() ? 'file' : 'link', content };
}

function listFolder(root: string, path: string, refused: Map<string, EdkError>): Dirent[] {
  const folder = join(root, path);
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    const problem = explainFileError(error, folder);
    if (!(problem instanceof EdkError)) return [];
    if (!isInToolFolder(`${path}/`)) refused.set(path, problem);
    return [];
  }
}

function sizeOf(file: string): number {
  // A file may go away while the folder is read.
  return lstatSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** DICOM files have their mark after a preamble of 128 bytes; their names often are mere numbers. */
function contentOf(file: string): FileFact['content'] {
  const mark = Buffer.alloc(4);
  try {
    const descriptor = openSync(file, 'r');
    try {
      readSync(descriptor, mark, 0, 4, 128);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // Unreadable files are refused when they are sent to Docker.
    return undefined;
  }
  return mark.toString('latin1') === 'DICM' ? 'dicom' : undefined;
}
