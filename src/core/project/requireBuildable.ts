import { join, relative } from 'node:path';
import { EdkError, type SourcePlace } from '../errors/edkError.ts';
import { type Chart, hasKind, kindKeywords, whereInsteadOfExtensions } from './chart.ts';
import type { Project, ProjectChart, ProjectImage } from './project.ts';
import { findImageArguments, type OperatorImageReference } from './python/findImageArguments.ts';
import { pythonOf } from './python/readDag.ts';

/** An image without a problem. */
export interface BuildableImage extends ProjectImage {
  readonly name: string;
  readonly problem: undefined;
}

/** A project of which everything can be built. */
export interface BuildableProject extends Project {
  readonly images: readonly BuildableImage[];
  /** Undefined in a folder that only has images. */
  readonly chart: Chart | undefined;
  /** What the operators run. */
  readonly imageReferences: readonly OperatorImageReference[];
}

/**
 * What builds need of a project.
 *
 * @throws EdkError the first problem of an image, else of the chart; `image.duplicate`, `chart.several`.
 */
export function requireBuildable(project: Project): BuildableProject {
  return {
    ...project,
    images: requireImages(project),
    chart: onlyChart(project),
    imageReferences: operatorReferences(project),
  };
}

/** @throws EdkError the first problem of an image; `image.duplicate`. */
export function requireImages({ images }: Pick<Project, 'images'>): readonly BuildableImage[] {
  const byName = new Map<string, BuildableImage>();
  for (const image of images) {
    if (!isBuildable(image)) throw image.problem ?? new EdkError('image.noName', 'An image has no name.');
    const other = byName.get(image.name);
    if (other !== undefined) throw duplicate(image, other);
    byName.set(image.name, image);
  }
  return [...byName.values()];
}

export function isBuildable(image: ProjectImage): image is BuildableImage {
  return image.problem === undefined && image.name !== undefined;
}

/** The chart that the platform would list: asked for before minutes go into building its images. */
export function requireChart(project: BuildableProject): Chart {
  const { chart, folder } = project;
  if (chart === undefined) {
    const almost = almostCharts(project);
    const hint =
      almost.length === 0 ? '' : ` These folders look like charts but have no Chart.yaml: ${almost.join(', ')}.`;
    throw new EdkError('chart.missing', `${folder} has no chart.${hint}`, { place: { file: folder } });
  }
  if (!hasKind(chart.keywords) && whereInsteadOfExtensions(chart.keywords) === undefined) {
    const kinds = kindKeywords.join(', ');
    throw new EdkError('chart.invalid', `The chart "${chart.name}" has none of the keywords ${kinds}.`, {
      place: { file: join(chart.folder, 'Chart.yaml') },
      remedy: 'Add the matching one to the keywords in Chart.yaml; the platform does not list charts without it.',
    });
  }
  return chart;
}

/** The charts that the project is about: without those that come with others, unless there are no others. */
export function mainCharts(charts: Project['charts']): readonly ProjectChart[] {
  for (const role of ['extension', 'launched'] as const) {
    const found = charts.filter((chart) => chart.role === role);
    if (found.length > 0) return found;
  }
  return charts;
}

/**
 * The project's one chart; undefined without any.
 *
 * @throws EdkError its problem, `chart.several`.
 */
export function onlyChart({ charts, folder }: Project): Chart | undefined {
  const [chart, ...others] = mainCharts(charts);
  if (chart !== undefined && others.length > 0) {
    const names = [chart, ...others].map((one) => one.folder).join(', ');
    throw new EdkError('chart.several', `${folder} has ${others.length + 1} charts: ${names}.`, {
      place: { file: folder },
    });
  }
  if (chart?.problem !== undefined) throw chart.problem;
  return chart?.definition;
}

/** Folders with a file that charts have. */
function almostCharts({ files }: Project): string[] {
  const found = [...files.keys()].filter((path) =>
    /(?:^|\/)(?:values\.yaml|requirements\.yaml|Chart\.yml)$/u.test(path),
  );
  return [...new Set(found.map((path) => relative('.', join(path, '..')) || '.'))];
}

function duplicate(image: BuildableImage, other: BuildableImage): EdkError {
  const places = `${at(other)} and ${at(image)}`;
  return new EdkError('image.duplicate', `Two images are named "${image.name}": ${places}.`, { place: image.place });
}

function at({ place }: { readonly place: SourcePlace }): string {
  return place.line === undefined ? place.file : `${place.file}:${place.line}`;
}

/** Every `image=` of the operators, in the order of the files. Links are sent as links, so nothing is staged for them. */
export function operatorReferences({ dagFiles, files }: Pick<Project, 'dagFiles' | 'files'>): OperatorImageReference[] {
  return [...dagFiles.values()]
    .filter(({ path }) => files.get(path)?.kind !== 'link')
    .flatMap((file) => findImageArguments(pythonOf(file)));
}
