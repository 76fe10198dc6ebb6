import { type ImagePlan, type PlannedImage, isImmutableTag } from '../plan/imagePlan.ts';
import type { DockerConnection } from '../../docker/connectDocker.ts';
import { refusalStatus } from '../../docker/dockerAnswers.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import type { BuildMemory } from '../why/buildMemory.ts';

/** What the registry has of an image. */
interface RegistryImage {
  readonly manifest: ImageManifest;
  /** Sum of the compressed layers in bytes. */
  readonly size: number;
  /** Digests in the manifest that the registry does not have. */
  readonly missing: readonly string[];
}

interface ImageManifest {
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** What builds and pushes need from the local registry. `repository` is an image's name without the host. */
export interface ImageRegistry {
  digest(repository: string, tag: string, signal: AbortSignal): Promise<string | undefined>;
  /** Undefined if there is no manifest. */
  inspect(repository: string, tag: string, signal: AbortSignal): Promise<RegistryImage | undefined>;
  copyTag(repository: string, tags: { from: string; to: string }, signal: AbortSignal): Promise<void>;
  putTag(repository: string, named: { tag: string; manifest: ImageManifest }, signal: AbortSignal): Promise<void>;
}

type DigestReader = Pick<ImageRegistry, 'digest'>;

export interface FoundImage {
  readonly image: PlannedImage;
  /** Under its immutable tag. */
  readonly digest: string | undefined;
  /** Under its version tag. */
  readonly named: string | undefined;
}

export type PresentImage = FoundImage & { readonly digest: string };

/** What the registry has of the images. */
export function findAllPushed(
  { images }: ImagePlan,
  registry: DigestReader,
  signal: AbortSignal,
): Promise<FoundImage[]> {
  return Promise.all(images.map((image) => findPushed(image, registry, signal)));
}

/** What the registry has of an image. */
export async function findPushed(
  image: PlannedImage,
  registry: DigestReader,
  signal: AbortSignal,
): Promise<FoundImage> {
  const { source, tags } = image;
  const [digest, named] = await Promise.all([
    registry.digest(source.name, tags.immutable, signal),
    registry.digest(source.name, tags.version, signal),
  ]);
  return { image, digest, named };
}

/** Whether the registry has exactly the planned content, and the version tag points to it too. */
export function isPushed(found: FoundImage): found is PresentImage {
  return found.digest !== undefined && found.digest === found.named;
}

interface RemoveOldTagsOptions {
  readonly connection: DockerConnection;
  readonly memory: Pick<BuildMemory, 'readHead' | 'noteGone'>;
}

/**
 * Removes tags of earlier contents from the Docker Engine: the registry has them, and otherwise every edit would leave
 * one behind. The last one built stays, since it may be deployed, and so do images that containers use.
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
  const { push, source } = image;
  try {
    const last = await memory.readHead(image);
    // Listing images is slow if the Engine has many, so only do it if the earlier builds are unknown.
    const earlier = last?.earlier ?? (await listTags(image, connection, step));
    let removed = 0;
    for (const name of earlier) {
      if (name === push.immutable) continue;
      const outcome = await remove(connection, name, step);
      if (outcome !== 'used') memory.noteGone(name);
      if (outcome === 'removed') removed += 1;
    }
    if (removed > 0) step.log(`${source.name}: ${removed} earlier tags removed from the Docker Engine`);
  } catch (error) {
    step.signal.throwIfAborted();
    // Leftovers only take space; the build itself reports problems with the Engine.
    step.log(`${source.name}: earlier tags could not be removed from the Docker Engine: ${String(error)}`);
  }
}

async function listTags({ push, tags }: PlannedImage, { docker }: DockerConnection, step: JobStep): Promise<string[]> {
  const repository = push.immutable.slice(0, -tags.immutable.length - 1);
  const images = await docker.listImages({ filters: { reference: [repository] }, abortSignal: step.signal });
  return images
    .flatMap(({ RepoTags }) => RepoTags ?? [])
    .filter((name) => name.startsWith(`${repository}:`) && isImmutableTag(name));
}

async function remove(
  { docker }: DockerConnection,
  name: string,
  step: JobStep,
): Promise<'removed' | 'absent' | 'used'> {
  try {
    await docker.getImage(name).remove({ abortSignal: step.signal });
    return 'removed';
  } catch (error) {
    const status = refusalStatus(error);
    if (status === 404) return 'absent';
    // In use by a running container.
    if (status === 409) return 'used';
    throw error;
  }
}
