import type { DockerConnection } from '../../docker/connectDocker.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import { isImmutableTag } from '../plan/immutableTag.ts';
import type { PlannedImage } from '../plan/imagePlan.ts';
import type { BuildMemory } from '../why/buildMemory.ts';

interface RemoveOldTagsOptions {
  readonly connection: DockerConnection;
  readonly memory: Pick<BuildMemory, 'readHead'>;
}

/**
 * Takes the tags of earlier contents of images out of the Docker Engine: the registry has them, and every edit would
 * leave one. The last one that was built stays, since it may be deployed, and so does what a container runs.
 */
export async function removeOldTags(
  images: readonly PlannedImage[],
  options: RemoveOldTagsOptions,
  step: JobStep,
): Promise<void> {
  await Promise.all(images.map((image) => removeTagsOf(image, options, step)));
}

async function removeTagsOf(
  image: PlannedImage,
  { connection, memory }: RemoveOldTagsOptions,
  step: JobStep,
): Promise<void> {
  const { push, tags, source } = image;
  const repository = push.immutable.slice(0, -tags.immutable.length - 1);
  try {
    const last = await memory.readHead(image);
    const { docker } = connection;
    const found = await docker.listImages({ filters: { reference: [repository] }, abortSignal: step.signal });
    const old = found
      .flatMap(({ RepoTags }) => RepoTags ?? [])
      .filter((name) => name.startsWith(`${repository}:`) && isImmutableTag(name))
      .filter((name) => name !== push.immutable && name !== last?.reference);
    for (const name of old) await remove(connection, name, step);
    if (old.length > 0) step.log(`${source.name}: ${old.length} earlier tags taken out of the Docker Engine`);
  } catch (error) {
    step.signal.throwIfAborted();
    // They only take space; the build says itself what is wrong with the Engine.
    step.log(`${source.name}: earlier tags stay in the Docker Engine: ${String(error)}`);
  }
}

async function remove({ docker }: DockerConnection, name: string, step: JobStep): Promise<void> {
  try {
    await docker.getImage(name).remove({ abortSignal: step.signal });
  } catch (error) {
    // Gone meanwhile, or a container runs it.
    const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
    if (status !== 404 && status !== 409) throw error;
  }
}
