import { readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { valid } from 'semver';
import { allOrFirstError, EdkError } from '../errors/edkError.ts';
import { explainFileError } from '../errors/fileErrors.ts';
import type { Chart, ChartDependency } from '../project/chart.ts';
import { readDependencyChart } from '../project/readChart.ts';
import type { YamlFile } from '../yaml/parseYaml.ts';
import { readYamlFile, setYamlText, type YamlEdit } from '../yaml/yamlFile.ts';
import { chartVersion, type StagedChart, type StagedPart, type StagingNote } from './stagedChart.ts';
import { copyChart } from './copyChart.ts';
import { findDependency, isArchiveOf, type DependencyPlaces, type FoundDependency } from './findDependency.ts';

export interface StageChartOptions extends DependencyPlaces {
  readonly chart: Chart;
  /** An existing folder; the copy is made in `<targetFolder>/<chart name>`. */
  readonly targetFolder: string;
  readonly buildVersion: string;
  /** Immutable tag of the image that the chart runs; undefined when the project has none. */
  readonly imageTag: string | undefined;
  /** Name under which the cluster pulls the project's images. */
  readonly registryPull: string;
  /** Names of the images that the project builds. */
  readonly imageNames: readonly string[];
}

/** The chart of the platform whose version is the tag of the DAG image it runs. */
const dagInstaller = 'dag-installer-chart';

/** What a chart has for a version until it is built. */
const unsetVersion = '0.0.0';

interface Staging extends StageChartOptions {
  readonly parts: StagedPart[];
  readonly foldersToUpdate: string[];
  readonly notes: StagingNote[];
}

/**
 * Copies a chart and the charts it depends on, and sets on the copy what a build sets: the chart's version, the build
 * version on every dependency at 0.0.0, the DAG image's tag as version of the chart that runs it, and registry and tag of
 * the project's own image. Comments, order and all other bytes of the files stay.
 *
 * @throws EdkError `chart.dependencyNotFound`, `chart.invalid`, `context.escapes`, `settings.invalid`, `disk.*`.
 */
export async function stageChart(options: StageChartOptions): Promise<StagedChart> {
  const { chart, targetFolder } = options;
  const version = chartVersion(options.buildVersion);
  const folder = join(targetFolder, chart.name);
  const staging: Staging = { ...options, parts: [], foldersToUpdate: [], notes: [] };
  try {
    await stage(staging, { source: chart, target: folder, version, form: 'folder', around: [] });
    await setImage(options, folder);
  } catch (error) {
    throw explainFileError(error, folder);
  }
  return {
    source: chart,
    folder,
    name: chart.name,
    version,
    parts: staging.parts,
    foldersToUpdate: staging.foldersToUpdate,
    notes: staging.notes,
  };
}

interface OneChart extends Pick<StagedPart, 'form'> {
  readonly source: Chart;
  readonly target: string;
  readonly version: string;
  /** Folders of the charts that led here. */
  readonly around: readonly string[];
}

async function stage(staging: Staging, { source, target, version, form, around }: OneChart): Promise<void> {
  if (around.includes(source.folder)) {
    throw new EdkError('chart.invalid', `The chart "${source.name}" depends on itself.`, {
      place: { file: join(source.folder, 'Chart.yaml') },
      detail: [...around, source.folder].join(' ->\n'),
      remedy: 'Remove one of the dependencies.',
    });
  }
  await copyChart(source.folder, target);
  staging.parts.push({ folder: target, source: source.folder, name: source.name, version, form });
  await edit(join(target, 'Chart.yaml'), ({ document }) => [
    { path: ['version'], text: version },
    ...(document.get('appVersion') === unsetVersion ? [{ path: ['appVersion'], text: staging.buildVersion }] : []),
  ]);
  await stageDependencies(staging, { source, target, around });
}

async function stageDependencies(
  staging: Staging,
  { source, target, around }: Pick<OneChart, 'source' | 'target' | 'around'>,
): Promise<void> {
  const edits: YamlEdit[] = [];
  let needsUpdate = false;
  const stageInto = async (dependency: Chart): Promise<string> => {
    const version = dependencyVersion(dependency, staging);
    const folder = join(target, 'charts', dependency.name);
    await removeVendored(join(target, 'charts'), dependency.name);
    const form = dirname(dependency.folder) === join(source.folder, 'charts') ? 'folder' : 'archive';
    await stage(staging, { source: dependency, target: folder, version, form, around: [...around, source.folder] });
    return version;
  };
  for (const [index, dependency] of source.dependencies.entries()) {
    const found = await findDependency(dependency, source.folder, staging);
    if (found.kind === 'remote') needsUpdate = true;
    if (found.kind !== 'folder') continue;
    staging.notes.push(...notesOf(dependency, found, staging));
    const chart = await readDependencyChart(found.folder);
    if (chart.name !== dependency.name) {
      throw new EdkError(
        'chart.dependencyNotFound',
        `The chart in ${found.folder} is named "${chart.name}", not "${dependency.name}".`,
        { place: dependency.place },
      );
    }
    const version = await stageInto(chart);
    edits.push({ path: ['dependencies', index, 'version'], text: version });
    if (dependency.repository !== undefined) edits.push({ path: ['dependencies', index, 'repository'], text: '' });
  }
  for (const chart of await unlistedCharts(source)) await stageInto(chart);
  const file = source.dependencies[0]?.place.file;
  if (file !== undefined && edits.length > 0) await edit(file.replace(source.folder, target), () => edits);
  if (needsUpdate) staging.foldersToUpdate.push(target);
}

function notesOf(
  { name, repository }: ChartDependency,
  { folder, place, substitute }: Extract<FoundDependency, { kind: 'folder' }>,
  { kaapanaRepository }: DependencyPlaces,
): StagingNote[] {
  const why = repository === undefined ? 'its entry has no repository' : `there is no chart in ${repository}`;
  if (substitute === 'repository') {
    return [{ kind: 'warning', text: `The chart "${name}" is packed from ${folder}, found by name: ${why}.` }];
  }
  if (substitute === 'kit') {
    const where = kaapanaRepository === undefined ? 'no Kaapana repository is known' : `${kaapanaRepository} has none`;
    const text = `The chart "${name}" is the EDK's own, which may differ from the platform's: ${why}, and ${where}.`;
    return [{ kind: kaapanaRepository === undefined ? 'remark' : 'warning', text }];
  }
  if (place !== 'beside') return [];
  return [{ kind: 'warning', text: `The chart "${name}" is packed from ${folder}, outside the project.` }];
}

/** Charts that lie in `charts/` without being listed; Helm takes them all the same. */
async function unlistedCharts(source: Chart): Promise<Chart[]> {
  const folder = join(source.folder, 'charts');
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const listed = new Set(source.dependencies.map((dependency) => dependency.name));
  const names = entries
    .filter((entry) => entry.isDirectory() && !/^[._]/u.test(entry.name) && !listed.has(entry.name))
    .map(({ name }) => name);
  return allOrFirstError(names.sort().map((name) => readDependencyChart(join(folder, name))));
}

/** The version of a staged dependency. For the chart that runs the DAG image it is that image's tag. */
function dependencyVersion(dependency: Chart, { imageTag, buildVersion }: Staging): string {
  const version =
    dependency.name === dagInstaller && imageTag !== undefined
      ? imageTag
      : dependency.version === unsetVersion
        ? buildVersion
        : dependency.version;
  if (valid(version) !== null) return version;
  throw new EdkError('internal', `"${version}" is not a valid version for the chart "${dependency.name}".`);
}

async function removeVendored(charts: string, name: string): Promise<void> {
  const entries = await readdir(charts).catch(() => []);
  const old = entries.filter((entry) => entry === name || isArchiveOf(entry, name));
  await Promise.all(old.map((entry) => rm(join(charts, entry), { recursive: true, force: true })));
}

/**
 * Lets the chart pull its image from where the project's images are pushed to, and by the tag of its present content
 * where the chart takes one.
 */
async function setImage(options: StageChartOptions, folder: string): Promise<void> {
  const { chart, imageNames, registryPull, imageTag } = options;
  const { global } = chart.values;
  if (typeof global !== 'object' || global === null || !('image' in global)) return;
  if (typeof global.image !== 'string' || !imageNames.includes(global.image)) return;
  const takesTag = 'image_tag' in global && imageTag !== undefined;
  await edit(join(folder, 'values.yaml'), () => [
    { path: ['global', 'custom_registry_url'], text: registryPull },
    ...(takesTag ? [{ path: ['global', 'image_tag'], text: imageTag }] : []),
  ]);
}

async function edit(file: string, editsOf: (yaml: YamlFile) => readonly YamlEdit[]): Promise<void> {
  const yaml = await readYamlFile(file);
  if (yaml !== undefined) await writeFile(file, setYamlText(yaml, editsOf(yaml)));
}
