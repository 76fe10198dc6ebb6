import { realpath, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

/** `beside`: in the folder around the chart, although nothing says that both belong together. */
export type DependencyPlace = 'own' | 'beside' | 'outside';

/** What says that all below a folder belongs together. */
const marks = ['.git', 'edk.yaml', 'extension'];

/**
 * Where a chart lies that another one depends on, links resolved: what is packed may be uploaded, so a chart must not name
 * any folder of this machine.
 *
 * @param shared folders whose charts everybody may depend on.
 */
export async function dependencyPlace(
  folder: string,
  chartFolder: string,
  shared: readonly (string | undefined)[],
): Promise<DependencyPlace> {
  const [real, chart] = await Promise.all([realpath(folder), realpath(chartFolder)]);
  const roots = [await rootOf(chart), ...shared];
  for (const root of roots) {
    if (root !== undefined && isInside(real, await realpath(root).catch(() => root))) return 'own';
  }
  return isInside(real, dirname(chart)) && dirname(chart) !== dirname(dirname(chart)) ? 'beside' : 'outside';
}

/** The topmost folder around a chart that a mark of the chart's owner, of this user or of root makes one thing. */
async function rootOf(chart: string): Promise<string> {
  const owners = [(await stat(chart)).uid, process.geteuid?.(), 0];
  let root = chart;
  for (let folder = chart; ; folder = dirname(folder)) {
    const found = await Promise.all(marks.map((mark) => stat(join(folder, mark)).catch(() => undefined)));
    const isOurs = found.some((mark) => mark !== undefined && owners.includes(mark.uid));
    if (isOurs && dirname(folder) !== folder) root = folder;
    if (dirname(folder) === folder) return root;
  }
}

function isInside(path: string, folder: string): boolean {
  return relative(folder, path).split(sep)[0] !== '..';
}
