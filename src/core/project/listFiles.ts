import { closeSync, lstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { FileFact } from './project.ts';

/** How many files are looked at before the search gives up: a project may hold whole data sets. */
const mostFiles = 20_000;
/** How many files without a telling name are looked into. */
const mostLooks = 500;
/** How long the search may hold the event loop, in milliseconds. */
const longestTurn = 15;

export interface ListedFiles {
  readonly files: ReadonlyMap<string, FileFact>;
  /** Paths of all folders, empty ones included. */
  readonly folders: ReadonlySet<string>;
  readonly complete: boolean;
}

/** Every file below a folder; links are not followed, and folders that cannot be read count as empty. */
export async function listFiles(folder: string): Promise<ListedFiles> {
  const files = new Map<string, FileFact>();
  const folders = new Set<string>();
  const waiting = [''];
  let turnStarted = performance.now();
  let looks = 0;
  for (let current = waiting.shift(); current !== undefined; current = waiting.shift()) {
    for (const entry of listFolder(join(folder, current))) {
      const path = current === '' ? entry.name : `${current}/${entry.name}`;
      if (entry.isDirectory()) {
        folders.add(path);
        waiting.push(path);
      } else if (entry.isFile() || entry.isSymbolicLink()) {
        const size = sizeOf(join(folder, path));
        const mayBeData = entry.isFile() && !isInToolFolder(path) && /^[^.]*$|\.(?:\d+|ima|dcm\d*)$/iu.test(entry.name);
        const content = mayBeData && size > 132 && looks++ < mostLooks ? contentOf(join(folder, path)) : undefined;
        files.set(path, { path, size, kind: entry.isFile() ? 'file' : 'link', content });
      }
      if (files.size >= mostFiles) return { files, folders, complete: false };
    }
    if (performance.now() - turnStarted > longestTurn) {
      await setImmediate();
      turnStarted = performance.now();
    }
  }
  return { files, folders, complete: true };
}

/** Whether a path lies in a folder that no source of an extension is in. */
export function isInToolFolder(path: string): boolean {
  return /(?:^|\/)(?:\.[^/]+|node_modules|__pycache__|venv)\//u.test(path);
}

function listFolder(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    // Whoever builds reads it too, and says why it cannot be read.
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
