import { visitFolders, type VisitFoldersOptions } from './visitFolders.ts';

export interface FoundCharts {
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
export async function findCharts(folder: string, options: VisitFoldersOptions): Promise<FoundCharts> {
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
