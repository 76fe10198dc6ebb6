import { basename, dirname, resolve } from 'node:path';
import { findCharts } from './findCharts.ts';

export interface FindProjectsOptions {
  /** Levels of folders below the workspace; a workflow's chart lies three levels below it. */
  readonly depth?: number | undefined;
  /** Folders that are no projects although charts are in them, such as a clone of Kaapana. */
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
