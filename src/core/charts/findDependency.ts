import { readdir, realpath, stat } from 'node:fs/promises';
import { join, resolve, dirname, relative, sep } from 'node:path';
import { EdkError } from '../errors/edkError.ts';
import type { ChartDependency } from '../project/chart.ts';
import { visitFolders } from '../project/findProjects.ts';
import { isMap } from '../yaml/loadYaml.ts';
import { readYamlFile } from '../yaml/yamlFile.ts';

/** Where charts that other charts depend on may lie. */
export interface DependencyPlaces {
  /** A clone of the Kaapana repository. */
  readonly kaapanaRepository: string | undefined;
  /** Our own templates; charts lie in `charts/<name>`. */
  readonly templatesFolder: string;
}

/** What stands behind an entry: a folder to stage, an archive that lies in `charts/`, or a repository of charts. */
export type FoundDependency =
  | {
      readonly kind: 'folder';
      readonly folder: string;
      readonly place: Exclude<DependencyPlace, 'outside'>;
      /** Where it was found when it does not lie where the entry says. */
      readonly substitute: Substitute | undefined;
    }
  | { readonly kind: 'archive' }
  | { readonly kind: 'remote' };

/** `repository`: by its name in the Kaapana repository; `kit`: our own, the last resort. */
type Substitute = 'repository' | 'kit';

/** Where the EDK of the platform keeps its clone of Kaapana; tutorials and templates name it. */
const cloneInPlatform = '/kaapana/app/kaapana/';

/**
 * Finds a dependency of the chart in `chartFolder`: where its entry says, else by its name in the Kaapana repository that
 * the chart lies in or that is configured, else among our own.
 *
 * @throws EdkError `chart.dependencyNotFound` with all folders tried, `context.escapes` for one that lies elsewhere on
 * this machine.
 */
export async function findDependency(
  dependency: ChartDependency,
  chartFolder: string,
  sources: DependencyPlaces,
): Promise<FoundDependency> {
  const { name, repository } = dependency;
  if (repository !== undefined && !repository.startsWith('file:')) {
    return { kind: (await hasArchive(name, chartFolder)) ? 'archive' : 'remote' };
  }
  const { kaapanaRepository, templatesFolder } = sources;
  const clones = [...new Set([await enclosingClone(chartFolder), kaapanaRepository])].filter(
    (one) => one !== undefined,
  );
  const found = async (folder: string, substitute?: Substitute): Promise<FoundDependency> => {
    const place = await dependencyPlace(folder, chartFolder, [...clones, templatesFolder]);
    if (place === 'outside') throw await outside(dependency, folder);
    return { kind: 'folder', folder, place, substitute };
  };
  const written = writtenFolders(dependency, chartFolder, clones);
  for (const folder of written) if (await isChart(folder)) return found(folder);
  if (repository === undefined && (await hasArchive(name, chartFolder))) return { kind: 'archive' };
  for (const clone of clones) {
    const [first] = await chartsNamed(name, clone);
    if (first !== undefined) return found(first, 'repository');
  }
  const own = join(templatesFolder, 'charts', name);
  if (await isChart(own)) return found(own, 'kit');
  const tried = [...written, ...clones.map((clone) => `${clone} (by its name)`), own];
  throw new EdkError(
    'chart.dependencyNotFound',
    `The chart "${name}" was not found; ${dependency.place.file} depends on it.`,
    { place: dependency.place, detail: `Looked for Chart.yaml in:\n${tried.join('\n')}` },
  );
}

async function outside({ name, place }: ChartDependency, folder: string): Promise<EdkError> {
  const real = await realpath(folder);
  return new EdkError(
    'context.escapes',
    `The chart "${name}" is in ${real}, outside this project and the Kaapana repository, so it is not packed.`,
    {
      place,
      remedy: 'Copy it into the project, or put both into one Git repository or below one edk.yaml.',
    },
  );
}

/** Where the entry says that the chart lies, best first. */
function writtenFolders(
  { name, repository }: Pick<ChartDependency, 'name' | 'repository'>,
  chartFolder: string,
  clones: readonly string[],
): string[] {
  if (repository === undefined) return [join(chartFolder, 'charts', name)];
  const path = repository.replace(/^file:(?:\/\/)?/u, '');
  const inClone = path.startsWith(cloneInPlatform) ? path.slice(cloneInPlatform.length) : undefined;
  const inClones = inClone === undefined ? [] : clones.map((clone) => join(clone, inClone));
  return [...new Set([resolve(chartFolder, path), ...inClones.map((folder) => resolve(folder))])];
}

async function isChart(folder: string): Promise<boolean> {
  const found = await stat(join(folder, 'Chart.yaml')).catch(() => undefined);
  return found?.isFile() ?? false;
}

/** Whether `charts/` holds an archive of that chart: its name, a hyphen and a version. */
async function hasArchive(name: string, chartFolder: string): Promise<boolean> {
  const entries = await readdir(join(chartFolder, 'charts')).catch(() => []);
  return entries.some((entry) => isArchiveOf(entry, name));
}

/** Whether a file in `charts/` is an archive of the chart of that name. */
export function isArchiveOf(file: string, name: string): boolean {
  return file.endsWith('.tgz') && file.startsWith(`${name}-`) && /^v?\d/u.test(file.slice(name.length + 1));
}

/** `beside`: in the folder around the chart, although nothing says that both belong together. */
type DependencyPlace = 'own' | 'beside' | 'outside';

/** What says that all below a folder belongs together. */
const marks = ['.git', 'edk.yaml', 'extension'];

/**
 * Where a chart lies that another one depends on, links resolved: what is packed may be uploaded, so a chart must not name
 * any folder of this machine.
 *
 * @param shared folders whose charts everybody may depend on.
 */
async function dependencyPlace(
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

/** How deep charts lie in the Kaapana repository, with room to spare. */
const deepestChart = 10;

/** What the root of a clone of the Kaapana repository has, whichever version. */
const cloneFolder = join('services', 'utils');

/**
 * The clone of the Kaapana repository that a folder lies in; undefined for none. One of another user, other than root,
 * does not count.
 */
async function enclosingClone(folder: string): Promise<string | undefined> {
  const real = await realpath(folder);
  const owners = [(await stat(real)).uid, process.geteuid?.(), 0];
  for (let current = dirname(real); dirname(current) !== current; current = dirname(current)) {
    const found = await stat(join(current, cloneFolder)).catch(() => undefined);
    if (found?.isDirectory() === true && owners.includes(found.uid)) return current;
  }
  return undefined;
}

/** The folders of all charts of a name below a folder, the least deep first. What cannot be read counts as no chart. */
async function chartsNamed(name: string, root: string): Promise<string[]> {
  const folders: string[] = [];
  try {
    await visitFolders(root, { depth: deepestChart }, (path, entries) => {
      if (entries.some((entry) => entry.name === 'Chart.yaml' && entry.isFile())) folders.push(path);
      return 'enter';
    });
  } catch (error) {
    if (error instanceof EdkError) return [];
    throw error;
  }
  const named = await Promise.all(folders.map(async (folder) => ((await nameOf(folder)) === name ? [folder] : [])));
  return named.flat().sort((a, b) => depthOf(a) - depthOf(b) || (a < b ? -1 : 1));
}

async function nameOf(folder: string): Promise<unknown> {
  try {
    const chart = await readYamlFile(join(folder, 'Chart.yaml'));
    return isMap(chart?.value) ? chart.value['name'] : undefined;
  } catch (error) {
    if (error instanceof EdkError) return undefined;
    throw error;
  }
}

function depthOf(folder: string): number {
  return folder.split('/').length;
}
