import { readdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { EdkError } from '../errors/edkError.ts';
import type { ChartDependency } from '../project/chart.ts';
import { dependencyPlace, type DependencyPlace } from './dependencyPlace.ts';

/** Where charts that other charts depend on may lie. */
export interface DependencyPlaces {
  /** A clone of the Kaapana repository. */
  readonly kaapanaRepository: string | undefined;
  /** Our own templates; charts lie in `charts/<name>`. */
  readonly templatesFolder: string;
}

/** What stands behind an entry: a folder to stage, an archive that lies in `charts/`, or a repository of charts. */
export type FoundDependency =
  | { readonly kind: 'folder'; readonly folder: string; readonly place: Exclude<DependencyPlace, 'outside'> }
  | { readonly kind: 'archive' }
  | { readonly kind: 'remote' };

/** Where the EDK of the platform keeps its clone of Kaapana; tutorials and templates name it. */
const cloneInPlatform = '/kaapana/app/kaapana/';

/**
 * Finds a dependency of the chart in `chartFolder`.
 *
 * @throws EdkError `chart.dependencyNotFound` with all folders tried, `context.escapes` for one that lies elsewhere on
 * this machine.
 */
export async function findDependency(
  dependency: ChartDependency,
  chartFolder: string,
  sources: DependencyPlaces,
): Promise<FoundDependency> {
  const { repository } = dependency;
  if (repository !== undefined && !repository.startsWith('file:')) {
    return { kind: (await hasArchive(dependency.name, chartFolder)) ? 'archive' : 'remote' };
  }
  const candidates = dependencyCandidates(dependency, chartFolder, sources);
  for (const folder of candidates) {
    if (!(await isChart(folder))) continue;
    const place = await dependencyPlace(folder, chartFolder, [sources.kaapanaRepository, sources.templatesFolder]);
    if (place === 'outside') throw await outside(dependency, folder);
    return { kind: 'folder', folder, place };
  }
  if (repository === undefined && (await hasArchive(dependency.name, chartFolder))) return { kind: 'archive' };
  throw new EdkError(
    'chart.dependencyNotFound',
    `The chart "${dependency.name}" was not found; ${dependency.place.file} depends on it.`,
    { place: dependency.place, detail: `Looked for Chart.yaml in:\n${candidates.join('\n')}` },
  );
}

async function outside({ name, place }: ChartDependency, folder: string): Promise<EdkError> {
  const real = await realpath(folder);
  return new EdkError(
    'context.escapes',
    `The chart "${name}" lies in ${real}, neither in this project nor in the Kaapana repository; it is not packed.`,
    {
      place,
      remedy: 'Copy it into the project, or make both one project with a Git repository or an edk.yaml around them.',
    },
  );
}

/** The folders in which a dependency without repository or with a `file://` one may lie, best first. */
function dependencyCandidates(
  { name, repository }: Pick<ChartDependency, 'name' | 'repository'>,
  chartFolder: string,
  { kaapanaRepository, templatesFolder }: DependencyPlaces,
): string[] {
  const candidates: string[] = [];
  if (repository === undefined) {
    candidates.push(join(chartFolder, 'charts', name));
  } else {
    const path = repository.replace(/^file:(?:\/\/)?/u, '');
    candidates.push(isAbsolute(path) ? path : resolve(chartFolder, path));
    if (kaapanaRepository !== undefined && path.startsWith(cloneInPlatform)) {
      candidates.push(join(kaapanaRepository, path.slice(cloneInPlatform.length)));
    }
    const inServices = /(?:^|\/)(services\/utils\/.+)$/u.exec(path)?.[1];
    if (kaapanaRepository !== undefined && inServices !== undefined)
      candidates.push(join(kaapanaRepository, inServices));
  }
  candidates.push(join(templatesFolder, 'charts', name));
  return [...new Set(candidates.map((folder) => resolve(folder)))];
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
