import { relative } from 'node:path';
import { EdkError } from '../errors/edkError.ts';
import { findCharts } from './findCharts.ts';

/** Levels of folders below a project's folder in which its chart is looked for. */
const chartDepth = 5;

/**
 * The folder of the project's one chart. Charts inside a chart (`charts/`) belong to it and do not count.
 *
 * @throws EdkError `chart.missing` or `chart.several`, naming what was found.
 */
export async function findChart(projectFolder: string): Promise<string> {
  const { folders, almost } = await findCharts(projectFolder, { depth: chartDepth });
  const [folder, ...others] = folders;
  const shown = (paths: readonly string[]) => paths.map((path) => relative(projectFolder, path) || '.').join(', ');
  if (folder === undefined) {
    const hint = almost.length === 0 ? '' : ` These folders look like one, but have no Chart.yaml: ${shown(almost)}.`;
    throw new EdkError('chart.missing', `${projectFolder} has no chart.${hint}`, { place: { file: projectFolder } });
  }
  if (others.length > 0) {
    throw new EdkError('chart.several', `${projectFolder} has ${folders.length} charts: ${shown(folders)}.`, {
      place: { file: projectFolder },
    });
  }
  return folder;
}
