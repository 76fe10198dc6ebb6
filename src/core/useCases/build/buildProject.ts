import { join } from 'node:path';
import type { RenderedChart } from '../../checks/facts.ts';
import { EdkError } from '../../errors/edkError.ts';
import type { BuiltImage } from '../../images/builtImage.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import { runTogether } from '../../jobs/runTogether.ts';
import type { Chart, BuildableProject } from '../../project/buildableProject.ts';
import { openOperatorMemory } from '../../project/operatorMemory.ts';
import { hasKind, kindKeywords } from '../../project/kindKeywords.ts';
import { readProject } from '../../project/readProject.ts';
import { ensureImages } from './ensureImages.ts';
import { buildChart, type BuiltChart } from './buildChart.ts';
import { checkBeforeBuild, type LaterChecks } from '../check/checkBeforeBuild.ts';
import { retryOnChange } from './retryOnChange.ts';
import { planProject } from './planProject.ts';
import type { EdkContext } from '../context/edkContext.ts';
import { verifyReferences } from './verifyReferences.ts';

export interface BuiltProject {
  readonly project: BuildableProject;
  readonly source: Chart;
  readonly images: readonly BuiltImage[];
  readonly chart: BuiltChart;
  /** Tells what looks wrong in scripts. Nothing waits for it, and beside the builds it would slow them down. */
  readonly checkScripts: LaterChecks['scripts'];
}

/** From source to images in the registry and a chart whose every image is there. */
export function buildProject(edk: EdkContext, folder: string, step: JobStep): Promise<BuiltProject> {
  return retryOnChange(step, () => buildOnce(edk, folder, step));
}

async function buildOnce(edk: EdkContext, folder: string, step: JobStep): Promise<BuiltProject> {
  const project = await step.run('Read the project', () => readReportedProject(edk, folder, step));
  const source = requireChart(project);
  const later = await step.run('Check the project', (checking) => checkBeforeBuild(edk, folder, checking));
  const plan = await step.run('Plan the images', (planning) => planProject(edk, project, planning));
  // The tags are known from the plan, so Helm need not wait for the images.
  const [images, chart] = await runTogether(
    step,
    (both) => both.run('Images', (building) => ensureImages(edk, plan, building)),
    (both) =>
      both.run('Chart', (packaging) => {
        const check = (rendered: RenderedChart): Promise<void> => later.rendered(rendered, packaging);
        return buildChart(edk, { chart: source, plan, check }, packaging);
      }),
  );
  await step.run('Check image references', (checking) => verifyReferences(edk, { project, chart, plan }, checking));
  return { project, source, images, chart, checkScripts: later.scripts };
}

/** Reads the project and tells what looked wrong in it. */
export async function readReportedProject(edk: EdkContext, folder: string, step: JobStep): Promise<BuildableProject> {
  const { buildArguments, folders } = edk.settings;
  const operatorMemory = openOperatorMemory(join(folders.cache, 'operators.json'));
  const project = await readProject(folder, { buildArguments, operatorMemory });
  for (const { message, place } of project.problems) {
    step.warn(place.line === undefined ? message : `${place.file}:${place.line}: ${message}`);
  }
  return project;
}

/** The chart, which the platform would list: told before minutes go into building its images. */
export function requireChart({ chart, folder }: BuildableProject): Chart {
  if (chart === undefined) {
    throw new EdkError('chart.missing', `${folder} has no chart.`, { place: { file: folder } });
  }
  if (!hasKind(chart.keywords)) {
    const kinds = kindKeywords.join(', ');
    throw new EdkError('chart.invalid', `The chart "${chart.name}" has none of the keywords ${kinds}.`, {
      place: { file: join(chart.folder, 'Chart.yaml') },
      remedy: 'Add the one that fits to the keywords in Chart.yaml; the platform does not list charts without.',
    });
  }
  return chart;
}
