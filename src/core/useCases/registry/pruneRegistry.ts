import { join } from 'node:path';
import { listRememberedBuilds } from '../../images/why/buildMemory.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import { readDeployments } from '../deploy/deploymentRecord.ts';
import { locateImage } from '../../project/references/imageReference.ts';
import { deleteImage } from './listRegistry.ts';
import { readRegistryContent, sizeOnDisk, type StoredImage } from './registryContent.ts';
import { type EdkContext, connectToRegistry } from '../context/edkContext.ts';
import { isImmutableTag } from '../../images/plan/imagePlan.ts';
import { EdkError } from '../../errors/edkError.ts';

export interface PruneOptions {
  /** How many of the newest images of each repository stay. */
  readonly keep: number;
  readonly mode: 'plan' | 'remove';
}

/** Removes old images from the local registry, except those that this machine's projects last built or deployed. */
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

/** `<repository>:<tag>` of every image that a project last built or that a release of this machine runs. */
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

export interface PrunePlan {
  readonly removed: readonly StoredImage[];
  /** Old enough to be removed, but used by a release or a project. */
  readonly spared: readonly StoredImage[];
  /** How much the registry's garbage collection frees afterwards, in bytes. */
  readonly freed: number;
}

export interface PruneRules {
  /** How many of the newest images of each repository stay. */
  readonly keep: number;
  /** `<repository>:<tag>` of the images that releases and projects use. */
  readonly inUse: ReadonlySet<string>;
}

/**
 * The images of a registry that can be removed: only those whose tags all come from their content. Images with a
 * version tag, `latest` or a tag set by hand stay.
 */
export function planPrune(images: readonly StoredImage[], { keep, inUse }: PruneRules): PrunePlan {
  const removed: StoredImage[] = [];
  const spared: StoredImage[] = [];
  for (const repository of new Set(images.map((image) => image.repository))) {
    const newestFirst = images
      .filter((image) => image.repository === repository)
      .sort((a, b) => (b.created?.getTime() ?? 0) - (a.created?.getTime() ?? 0));
    for (const image of newestFirst.slice(keep)) {
      if (!image.tags.every(isImmutableTag)) continue;
      const isUsed = image.tags.some((tag) => inUse.has(`${repository}:${tag}`));
      (isUsed ? spared : removed).push(image);
    }
  }
  const left = images.filter((image) => !removed.includes(image));
  return { removed, spared, freed: sizeOnDisk(images) - sizeOnDisk(left) };
}

/**
 * Deletes the image of a tag together with its other tags: a registry deletes images, not tags.
 *
 * @returns all tags that were removed.
 * @throws EdkError `registry.contentMissing` when there is no such tag.
 */
export async function deleteTagged(
  edk: EdkContext,
  { repository, tag }: { readonly repository: string; readonly tag: string },
  signal: AbortSignal,
): Promise<{ readonly repository: string; readonly tags: readonly string[] }> {
  const { client } = connectToRegistry(edk, edk.settings.registry.push, signal);
  const digest = await client.digest(repository, tag, signal);
  if (digest === undefined) {
    throw new EdkError('registry.contentMissing', `${edk.settings.registry.push} has no ${repository}:${tag}.`, {
      remedy: 'Run "edk registry" to list the images.',
    });
  }
  const tags = await client.listTags(repository, signal);
  const named = await Promise.all(
    tags.map(async (other) => ((await client.digest(repository, other, signal)) === digest ? [other] : [])),
  );
  await client.deleteManifest(repository, digest, signal);
  return { repository, tags: named.flat().sort() };
}
