import type { DockerConnection } from '../../docker/connectDocker.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import { isImmutableTag } from '../plan/immutableTag.ts';
import type { PlannedImage } from '../plan/imagePlan.ts';

/**
 * Takes the tags of earlier contents of an image out of the Docker Engine: the registry has them, and every edit would
 * leave one. What `kept` names and what a container runs stays.
 */
export async function removeOldTags(
  { push, tags, source }: PlannedImage,
  { connection, kept }: { readonly connection: DockerConnection; readonly kept: readonly (string | undefined)[] },
  step: JobStep,
): Promise<void> {
  const { docker } = connection;
  const repository = push.immutable.slice(0, -tags.immutable.length - 1);
  try {
    const images = await docker.listImages({ filters: { reference: [repository] }, abortSignal: step.signal });
    const old = images
      .flatMap(({ RepoTags }) => RepoTags ?? [])
      .filter((name) => name.startsWith(`${repository}:`) && isImmutableTag(name))
      .filter((name) => name !== push.immutable && !kept.includes(name));
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
