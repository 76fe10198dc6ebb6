import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { EdkError } from '../../errors/edkError.ts';
import type { ImagePlan } from '../../images/plan/imagePlan.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import { readChart } from '../../project/readChart.ts';
import { readProject } from '../../project/readProject.ts';
import { requireBuildable, requireChart, type BuildableProject } from '../../project/requireBuildable.ts';
import type { EdkContext } from '../context/edkContext.ts';
import { uploadByChoice, type UploadChoice, type UploadOutcome } from '../deploy/uploadChoice.ts';
import { buildChart, chartImages, exportChart, type ChartImage } from './buildChart.ts';
import { enclosingProject, planProject } from './planProject.ts';
import { requireReferences } from './requireReferences.ts';
import type { BuiltImage } from '../../images/build/buildImage.ts';
import { buildProject } from './buildProject.ts';

/**
 * Packages one chart. It is uploaded only if every image that it runs is in its registry. Without an upload, no
 * registry is needed.
 */
export async function buildChartFolder(
  edk: EdkContext,
  { folder, upload, outputFolder }: BuildExtensionOptions,
  step: JobStep,
): Promise<BuiltChartFile> {
  const project = await step.run('Read the project', (reading) => readAround(edk, folder, reading));
  const source = requireChart(project);
  const plan = await step.run('Plan the images', (planning) =>
    upload === 'never' ? planIfPossible(edk, project, planning) : planProject(edk, project, planning),
  );
  const images = plan === undefined ? namedByVersion(edk, project) : chartImages(plan);
  const chart = await step.run('Chart', (packaging) => buildChart(edk, { chart: source, images }, packaging));
  const file = outputFolder === undefined ? chart.file : await exportChart(chart, outputFolder);
  if (upload !== 'never' && plan !== undefined) {
    await step.run('Check image references', (checking) => requireReferences(edk, { project, chart, plan }, checking));
  }
  const outcome = await uploadByChoice(edk, chart, upload, step);
  const { name, version, sha256 } = chart;
  return { name, version, sha256, file, outcome };
}

/** Immutable tags depend on the digests of the bases, which only the registry knows. */
async function planIfPossible(
  edk: EdkContext,
  project: BuildableProject,
  step: JobStep,
): Promise<ImagePlan | undefined> {
  try {
    return await planProject(edk, project, step);
  } catch (error) {
    if (!(error instanceof EdkError) || !/^(?:registry\.|docker\.|image\.baseUnknown$)/.test(error.code)) throw error;
    step.warn(`The chart names its images by the build version, not by their content: ${error.message}`);
    return undefined;
  }
}

function namedByVersion({ settings }: EdkContext, { images }: BuildableProject): ChartImage[] {
  return images.map(({ name, role }) => ({ name, role, tag: role === 'base' ? 'latest' : settings.buildVersion }));
}

/** The extension around a chart, for its images, with this chart as the only one. */
async function readAround(edk: EdkContext, folder: string, step: JobStep): Promise<BuildableProject> {
  const isChart = await stat(join(folder, 'Chart.yaml')).then(
    () => true,
    () => false,
  );
  const around = isChart ? enclosingProject(folder) : undefined;
  const project = await readProject(around ?? folder, {
    buildArguments: edk.settings.buildArguments,
    signal: step.signal,
  });
  if (around === undefined) return requireBuildable(project);
  const charts = project.charts.filter((chart) => resolve(project.folder, chart.folder) === resolve(folder));
  // A subchart is not one of the project's own charts.
  const inner = charts.length === 0 ? { chart: await readChart(folder) } : {};
  return { ...requireBuildable({ ...project, charts }), ...inner };
}

export interface BuildExtensionOptions {
  readonly folder: string;
  readonly upload: UploadChoice;
  /** Where to copy the archive. */
  readonly outputFolder: string | undefined;
}

export interface BuiltChartFile {
  readonly name: string;
  readonly version: string;
  readonly sha256: string;
  /** The archive. */
  readonly file: string;
  readonly outcome: UploadOutcome;
}

/** Builds, pushes and verifies every image, then packages the chart, checks its image references and uploads it. */
export async function buildExtension(
  edk: EdkContext,
  { folder, upload, outputFolder }: BuildExtensionOptions,
  step: JobStep,
): Promise<{ readonly images: readonly BuiltImage[]; readonly chart: BuiltChartFile }> {
  const { images, chart } = await buildProject(edk, folder, step);
  const file = outputFolder === undefined ? chart.file : await exportChart(chart, outputFolder);
  const outcome = await uploadByChoice(edk, chart, upload, step);
  const { name, version, sha256 } = chart;
  return { images, chart: { name, version, sha256, file, outcome } };
}
