import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImagePlan } from '../../images/plan/imagePlan.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import type { BuildableProject } from '../../project/buildableProject.ts';
import { readChart } from '../../project/readChart.ts';
import { buildChart, exportChart } from './buildChart.ts';
import type { BuildExtensionOptions, BuiltChartFile } from './buildExtension.ts';
import { readReportedProject, requireChart } from './buildProject.ts';
import { enclosingProject } from './enclosingProject.ts';
import { planProject } from './planProject.ts';
import type { EdkContext } from '../context/edkContext.ts';
import { uploadByChoice } from '../deploy/uploadChoice.ts';
import { verifyReferences } from './verifyReferences.ts';

/** Packages one chart. It is uploaded only when every image it runs is in its registry. */
export async function buildChartFolder(
  edk: EdkContext,
  { folder, upload, outputFolder }: BuildExtensionOptions,
  step: JobStep,
): Promise<BuiltChartFile> {
  const project = await step.run('Read the project', () => readAround(edk, folder, step));
  const source = requireChart(project);
  const plan: ImagePlan = await step.run('Plan the images', (planning) => planProject(edk, project, planning));
  const chart = await step.run('Chart', (packaging) => buildChart(edk, { chart: source, plan }, packaging));
  const file = outputFolder === undefined ? chart.file : await exportChart(chart, outputFolder);
  if (upload !== 'never') {
    await step.run('Check image references', (checking) => verifyReferences(edk, { project, chart, plan }, checking));
  }
  const outcome = await uploadByChoice(edk, chart, upload, step);
  const { name, version, sha256 } = chart;
  return { name, version, sha256, file, outcome };
}

/** A chart's images are those of the extension around it. */
async function readAround(edk: EdkContext, folder: string, step: JobStep): Promise<BuildableProject> {
  const isChart = await stat(join(folder, 'Chart.yaml')).then(
    () => true,
    () => false,
  );
  const around = isChart ? enclosingProject(folder) : folder;
  if (!isChart || around === undefined) return readReportedProject(edk, around ?? folder, step);
  return { ...(await readReportedProject(edk, around, step)), chart: await readChart(folder) };
}
