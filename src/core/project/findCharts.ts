import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { explainFileError } from '../errors/fileErrors.ts';

export interface FindChartsOptions {
  /** How many levels of folders below the given one are looked into. */
  readonly depth: number;
  /** Folders that are not looked into, absolute. */
  readonly exclude?: readonly string[] | undefined;
}

export interface FoundCharts {
  /** Folders with a Chart.yaml, sorted; charts inside other charts are not listed. */
  readonly folders: readonly string[];
  /** Folders that look like a chart without Chart.yaml: with values.yaml or requirements.yaml. */
  readonly almost: readonly string[];
}

/** How many folders are looked into before the search gives up: a workspace may hold whole data sets. */
const mostFolders = 20_000;

const neverInside = new Set(['node_modules', '__pycache__', 'venv']);

/**
 * Finds charts below a folder, that folder included. Hidden folders, installed packages and links are not followed;
 * folders below the first one that cannot be read count as empty.
 *
 * @throws EdkError `disk.forbidden` when the first folder cannot be read.
 */
export async function findCharts(folder: string, options: FindChartsOptions): Promise<FoundCharts> {
  const folders: string[] = [];
  const almost: string[] = [];
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
      const files = new Set(entries.filter((entry) => !entry.isDirectory()).map((entry) => entry.name));
      if (files.has('Chart.yaml')) {
        folders.push(path);
        continue;
      }
      if (files.has('values.yaml') || files.has('requirements.yaml') || files.has('Chart.yml')) almost.push(path);
      const inner = entries.filter((entry) => entry.isDirectory() && !isSkipped(entry.name));
      level.push(...inner.map((entry) => join(path, entry.name)).filter((inside) => !excluded.has(inside)));
    }
  }
  return { folders: folders.sort(), almost: almost.sort() };
}

function isSkipped(name: string): boolean {
  return name.startsWith('.') || neverInside.has(name);
}

async function list(folder: string, first: boolean) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (first) throw explainFileError(error, folder);
    return [];
  }
}
