import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, basename, dirname, resolve } from 'node:path';
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

interface FoundCharts {
  /** Folders with a Chart.yaml, sorted; charts inside other charts are not listed. */
  readonly folders: readonly string[];
  /** Folders that look like a chart without Chart.yaml: with values.yaml or requirements.yaml. */
  readonly almost: readonly string[];
}

/**
 * Finds charts below a folder, that folder included; see visitFolders for what is not looked into.
 *
 * @throws EdkError `disk.forbidden` when the first folder cannot be read.
 */
async function findCharts(folder: string, options: VisitFoldersOptions): Promise<FoundCharts> {
  const folders: string[] = [];
  const almost: string[] = [];
  await visitFolders(folder, options, (path, entries) => {
    const files = new Set(entries.filter((entry) => !entry.isDirectory()).map((entry) => entry.name));
    if (files.has('Chart.yaml')) {
      folders.push(path);
      return 'leave';
    }
    if (files.has('values.yaml') || files.has('requirements.yaml') || files.has('Chart.yml')) almost.push(path);
    return 'enter';
  });
  return { folders: folders.sort(), almost: almost.sort() };
}

interface FindProjectsOptions {
  /** Levels of folders below the workspace; a workflow's chart lies three levels below it. */
  readonly depth?: number | undefined;
  /** Folders that are not projects although charts are in them, such as a clone of Kaapana. */
  readonly exclude?: readonly string[] | undefined;
}

/**
 * The folders in a workspace that are extensions, sorted, without reading what is in them: the folder around a chart,
 * and of `<project>/extension/<chart>` the project.
 */
export async function findProjects(workspaceFolder: string, options: FindProjectsOptions = {}): Promise<string[]> {
  const workspace = resolve(workspaceFolder);
  const { folders } = await findCharts(workspace, { depth: options.depth ?? 5, exclude: options.exclude });
  return [...new Set(folders.map((chart) => projectAround(chart, workspace, folders.length)))].sort();
}

function projectAround(chart: string, workspace: string, charts: number): string {
  const around = dirname(chart);
  if (chart === workspace) return chart;
  // A chart beside projects is one of its own; alone it makes the workspace the project.
  if (around === workspace) return charts === 1 ? workspace : chart;
  return basename(around) === 'extension' && dirname(around) !== around ? dirname(around) : around;
}
