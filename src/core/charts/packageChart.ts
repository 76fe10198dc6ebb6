import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { EdkError } from '../errors/edkError.ts';
import { explainFileError } from '../errors/fileErrors.ts';
import { writeFileAtomically } from '../files/writeFiles.ts';
import type { JobStep } from '../jobs/jobStep.ts';
import {
  checkHelm,
  helmDependencyUpdate,
  helmLint,
  helmPackage,
  helmTemplate,
  isolatedHelm,
  type HelmTool,
  packSubcharts,
  fetchLimits,
  runHelm,
} from './helm.ts';
import { explainHelmError } from './explainHelmError.ts';
import { findRenderedImages, type RenderedImage } from '../project/references/findRenderedImages.ts';
import type { RenderedManifest } from './readRendered.ts';
import { sourceOf, type StagedChart } from './stagedChart.ts';

export interface PackageChartOptions {
  readonly staged: StagedChart;
  /** Path or name of Helm. */
  readonly helm: string;
  /** A folder for what Helm writes meanwhile; the caller removes it. */
  readonly workFolder: string;
  /** Where the archive goes. */
  readonly outputFolder: string;
  /** What the platform adds to the chart's own values. */
  readonly values: unknown;
  /** Namespace the platform installs releases in. */
  readonly namespace: string;
}

/** An image that the packaged chart runs, with the person's own template; undefined inside archives. */
interface ChartImageReference extends RenderedImage {
  readonly file: string | undefined;
}

export interface PackagedChart {
  /** `<outputFolder>/<name>-<version>.tgz`. */
  readonly file: string;
  readonly name: string;
  readonly version: string;
  /** Of the archive, in hexadecimal. */
  readonly sha256: string;
  readonly manifests: readonly (RenderedManifest & {
    /** The person's own template; undefined inside archives. */
    readonly file: string | undefined;
  })[];
  readonly imageReferences: readonly ChartImageReference[];
}

/**
 * Checks, renders and packages a staged chart with Helm. The archive appears in the output folder only when all of that
 * went well.
 *
 * @throws EdkError `helm.missing`, `helm.tooOld`, `chart.dependencyNotFound`, `chart.render`, `chart.lint`,
 * `chart.invalid`, `disk.*`.
 */
export async function packageChart(options: PackageChartOptions, step: JobStep): Promise<PackagedChart> {
  const { staged, workFolder, outputFolder } = options;
  const helm = isolatedHelm(options.helm, join(workFolder, 'helm'));
  await checkHelm(helm, step.signal);
  await fetchDependencies(helm, staged, step);
  await packSubcharts(helm, staged, step.signal);
  const { manifests, archive } = await runAll(helm, options, step);
  const file = join(outputFolder, basename(archive));
  const bytes = await readFile(archive);
  await writeFileAtomically(file, bytes);
  return {
    file,
    name: staged.name,
    version: staged.version,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    manifests: manifests.map((manifest) => ({ ...manifest, file: sourceOf(manifest.template, staged) })),
    imageReferences: findRenderedImages(manifests).map((image) => ({
      ...image,
      file: sourceOf(image.template, staged),
    })),
  };
}

/** The calls read the same folder and do not need each other: side by side they take as long as one. */
async function runAll(helm: HelmTool, options: PackageChartOptions, step: JobStep) {
  const { staged, workFolder } = options;
  const valuesFile = join(workFolder, 'platform-values.json');
  const target = join(workFolder, 'package');
  await writeInput(valuesFile, JSON.stringify(options.values), target);
  const [rendered, linted, packaged] = await Promise.allSettled([
    render(helm, { ...options, valuesFile }, step),
    lint(helm, { ...options, valuesFile }, step),
    pack(helm, { staged, target }, step),
  ]);
  // The first to say: a failed template makes lint fail as well.
  if (rendered.status === 'rejected') throw rendered.reason;
  if (linted.status === 'rejected') throw linted.reason;
  if (packaged.status === 'rejected') throw packaged.reason;
  return { manifests: rendered.value, archive: packaged.value };
}

async function writeInput(file: string, content: string, target: string): Promise<void> {
  try {
    await mkdir(target, { recursive: true });
    await writeFile(file, content);
  } catch (error) {
    throw explainFileError(error, file);
  }
}

async function fetchDependencies(helm: HelmTool, staged: StagedChart, step: JobStep): Promise<void> {
  // An old Helm explains a failure better than what it says itself.
  for (const folder of staged.foldersToUpdate) {
    await runHelm(helmDependencyUpdate(helm, folder), step.signal, fetchLimits).catch((error: unknown) => {
      throw explainHelmError(error, {
        code: 'chart.dependencyNotFound',
        message: `Helm could not fetch the dependencies of the chart "${staged.name}".`,
        staged,
        remedy: 'Check the network and the repository of the dependency, or put the chart into charts/.',
      });
    });
  }
}

async function render(helm: HelmTool, options: PackageChartOptions & { valuesFile: string }, step: JobStep) {
  const { staged, namespace, valuesFile } = options;
  const parameters = { release: staged.name, namespace, chartFolder: staged.folder, valuesFile };
  return runHelm(helmTemplate(helm, parameters), step.signal).catch((error: unknown) => {
    throw explainHelmError(error, {
      code: 'chart.render',
      message: `Helm cannot render the chart "${staged.name}".`,
      staged,
    });
  });
}

async function lint(helm: HelmTool, options: PackageChartOptions & { valuesFile: string }, step: JobStep) {
  const { staged, valuesFile } = options;
  const findings = await runHelm(helmLint(helm, staged.folder, valuesFile), step.signal).catch((error: unknown) => {
    throw explainHelmError(error, { code: 'chart.lint', message: `Helm refuses the chart "${staged.name}".`, staged });
  });
  for (const { severity, path, message } of findings) {
    // The templates of a workflow come from the chart it depends on.
    const noTemplates = path === 'templates/' && message === 'directory does not exist';
    if (severity === 'warning' && !noTemplates) step.warn(`helm lint: ${path}: ${message}`);
  }
}

async function pack(helm: HelmTool, { staged, target }: { staged: StagedChart; target: string }, step: JobStep) {
  const archive = await runHelm(helmPackage(helm, staged.folder, target), step.signal).catch((error: unknown) => {
    throw explainHelmError(error, {
      code: 'chart.invalid',
      message: `Helm cannot package the chart "${staged.name}".`,
      staged,
    });
  });
  if (archive !== '') return archive;
  throw new EdkError('internal', 'Helm did not say where it wrote the chart.');
}
