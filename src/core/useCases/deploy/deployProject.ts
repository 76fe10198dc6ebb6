import type { JobStep } from '../../jobs/jobStep.ts';
import { checkHealth } from '../../platform/platformApi.ts';
import { buildProject, type BuiltProject } from '../build/buildProject.ts';
import { installChart, type InstalledChart } from './installChart.ts';
import { connectToPlatform, type EdkContext } from '../context/edkContext.ts';

export interface DeployOptions {
  readonly folder: string;
  /** How long pods may take until they run, in milliseconds. */
  readonly timeoutMs: number;
}

/** The main job: from source to a release whose pods run, or have completed, and whose images exist. */
export async function deployProject(
  edk: EdkContext,
  { folder, timeoutMs }: DeployOptions,
  step: JobStep,
): Promise<BuiltProject & { readonly release: InstalledChart }> {
  const platform = connectToPlatform(edk);
  await step.run('Reach the platform', (reaching) => checkHealth(platform, reaching.signal));
  const built = await buildProject(edk, folder, step);
  const { source, chart } = built;
  const images = built.images.map(({ image }) => image.pull.immutable);
  const { settings } = edk;
  const release = await step.run('Release', (installing) =>
    installChart(platform, { project: folder, source, chart, images, settings, timeoutMs }, installing),
  );
  return { ...built, release };
}
