import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { explainFileError } from '../errors/fileErrors.ts';

export interface VisitFoldersOptions {
  /** How many levels of folders below the given one are looked into. */
  readonly depth: number;
  /** Folders that are not looked into, absolute. */
  readonly exclude?: readonly string[] | undefined;
}

/** How many folders are looked into before the search gives up: a workspace may hold whole data sets. */
const mostFolders = 20_000;

const neverInside = new Set(['node_modules', '__pycache__', 'venv']);

/**
 * Hands over what is in a folder and in those below it, level by level; a folder whose visit answers `leave` is not
 * entered. Hidden folders, installed packages and links are not followed; folders below the first one that cannot be
 * read count as empty.
 *
 * @throws EdkError `disk.forbidden` when the first folder cannot be read.
 */
export async function visitFolders(
  folder: string,
  options: VisitFoldersOptions,
  visit: (path: string, entries: readonly Dirent[]) => 'enter' | 'leave',
): Promise<void> {
  const excluded = new Set(options.exclude);
  let level = [folder];
  let seen = 0;
  for (let depth = 0; depth <= options.depth && level.length > 0 && seen < mostFolders; depth += 1) {
    seen += level.length;
    const contents = await Promise.all(
      level.map(async (path) => ({ path, entries: await list(path, path === folder) })),
    );
    level = [];
    for (const { path, entries } of contents) {
      if (visit(path, entries) === 'leave') continue;
      const inner = entries.filter((entry) => entry.isDirectory() && !isSkipped(entry.name));
      level.push(...inner.map((entry) => join(path, entry.name)).filter((inside) => !excluded.has(inside)));
    }
  }
}

function isSkipped(name: string): boolean {
  return name.startsWith('.') || neverInside.has(name);
}

async function list(folder: string, first: boolean): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (first) throw explainFileError(error, folder);
    return [];
  }
}
