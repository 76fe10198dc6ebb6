import type { BuiltImage } from '../../images/build/buildImage.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import type { Chart } from '../../project/chart.ts';
import { readProject } from '../../project/readProject.ts';
import { requireBuildable, requireChart, type BuildableProject } from '../../project/requireBuildable.ts';
import { checkBeforeBuild, checkRendered } from '../check/checkProject.ts';
import type { EdkContext } from '../context/edkContext.ts';
import { buildChart, chartImages, type BuiltChart } from './buildChart.ts';
import { ensureImages } from './ensureImages.ts';
import { planProject } from './planProject.ts';
import { requireReferences } from './requireReferences.ts';
import { EdkError } from '../../errors/edkError.ts';

export interface BuiltProject {
  readonly project: BuildableProject;
  readonly source: Chart;
  readonly images: readonly BuiltImage[];
  readonly chart: BuiltChart;
}

/** From source to images in the registry and a chart whose images all exist. */
export function buildProject(edk: EdkContext, folder: string, step: JobStep): Promise<BuiltProject> {
  return retryOnChange(step, () => buildOnce(edk, folder, step));
}

async function buildOnce(edk: EdkContext, folder: string, step: JobStep): Promise<BuiltProject> {
  const { project, source } = await step.run('Read the project', async (reading) => {
    const { buildArguments } = edk.settings;
    const read = requireBuildable(await readProject(folder, { buildArguments, signal: reading.signal }));
    return { project: read, source: requireChart(read) };
  });
  await step.run('Check the project', (checking) => checkBeforeBuild(edk, project, checking));
  const plan = await step.run('Plan the images', (planning) => planProject(edk, project, planning));
  // The plan already has the tags, so a chart that Helm rejects fails before its images are built.
  const chart = await step.run('Chart', async (packaging) => {
    const packaged = await buildChart(edk, { chart: source, images: chartImages(plan) }, packaging);
    await checkRendered(edk, { project, manifests: packaged.manifests }, packaging);
    return packaged;
  });
  const images = await step.run('Images', (building) => ensureImages(edk, plan, building));
  await step.run('Check image references', (checking) => requireReferences(edk, { project, chart, plan }, checking));
  return { project, source, images, chart };
}

/** Attempts before giving up on a folder that changes all the time. */
const attempts = 3;

/**
 * Lets `work` plan and build a consistent state of the files: starts again, with a warning, if a file changed between
 * being hashed and being sent.
 *
 * @throws EdkError `context.changed` if files keep changing; whatever `work` throws.
 */
export async function retryOnChange<T>(step: JobStep, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof EdkError) || error.code !== 'context.changed' || attempt === attempts) throw error;
      step.warn(`${error.message} Starting again with the current files.`);
    }
  }
}
