import { join } from 'node:path';
import { listRememberedBuilds } from '../../images/why/buildMemory.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import { readDeployments } from '../deploy/deploymentRecord.ts';
import { locateImage } from '../../project/references/imageReference.ts';
import { deleteImage } from './listRegistry.ts';
import { planPrune, type PrunePlan } from './planPrune.ts';
import { readRegistryContent } from './registryContent.ts';
import type { EdkContext } from '../context/edkContext.ts';

export interface PruneOptions {
  /** How many of the newest images of each repository stay. */
  readonly keep: number;
  readonly mode: 'plan' | 'remove';
}

/** Removes old images from the local registry, except what this machine's projects were built to and deployed. */
export async function pruneRegistry(edk: EdkContext, { keep, mode }: PruneOptions, step: JobStep): Promise<PrunePlan> {
  const images = await step.run('Read the registry', (reading) => readRegistryContent(edk, reading));
  const plan = planPrune(images, { keep, inUse: await findUsed(edk) });
  if (mode === 'plan') return plan;
  await step.run('Remove images', async (removing) => {
    for (const [index, { repository, digest, tags }] of plan.removed.entries()) {
      removing.signal.throwIfAborted();
      removing.progress({ message: repository, done: index + 1, total: plan.removed.length, unit: 'items' });
      await deleteImage(edk, { repository, digest }, removing.signal);
      removing.log(`${repository}: ${tags.join(', ')}`);
    }
    removing.result(`${plan.removed.length} removed`);
  });
  return plan;
}

/** `<repository>:<tag>` of every image that a project was built to last, or that a release of this machine runs. */
async function findUsed({ settings }: EdkContext): Promise<ReadonlySet<string>> {
  const { registry, folders } = settings;
  const [builds, deployments] = await Promise.all([
    listRememberedBuilds(join(folders.state, 'builds')),
    readDeployments(settings),
  ]);
  const references = [...builds.map(({ reference }) => reference), ...deployments.flatMap(({ images }) => images)];
  return new Set(
    references.flatMap((reference) => {
      const image = locateImage(reference, [registry.push, registry.pull]);
      return image === undefined ? [] : [`${image.repository}:${image.tag}`];
    }),
  );
}
