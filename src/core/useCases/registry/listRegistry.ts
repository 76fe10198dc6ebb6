import pLimit from 'p-limit';
import type { JobStep } from '../../jobs/jobStep.ts';
import { connectToRegistry, type EdkContext } from '../context/edkContext.ts';

export interface RegistryRepository {
  readonly name: string;
  /** Sorted. */
  readonly tags: readonly string[];
}

export interface RegistryImage {
  readonly repository: string;
  readonly tag: string;
  readonly digest: string | undefined;
  /** Compressed layers in bytes; images share layers, so they take less disk space than the sum. */
  readonly size: number | undefined;
  readonly created: Date | undefined;
}

/** Concurrent requests to a registry. */
const atATime = 8;

/** Every tag of the local registry. */
export async function listRegistry(edk: EdkContext, step: JobStep): Promise<RegistryImage[]> {
  const images: RegistryImage[] = [];
  for (const repository of await listRepositories(edk, step.signal)) {
    images.push(...(await readTags(edk, repository, step.signal)));
  }
  return images;
}

/** The repositories that have tags. A registry still lists those whose images were deleted. */
export async function listRepositories(edk: EdkContext, signal: AbortSignal): Promise<RegistryRepository[]> {
  const { client } = connectToRegistry(edk, edk.settings.registry.push, signal);
  await client.ping(signal);
  const limit = pLimit(atATime);
  const repositories = await Promise.all(
    (await client.listRepositories(signal))
      .sort()
      .map((name) => limit(async () => ({ name, tags: (await client.listTags(name, signal)).sort() }))),
  );
  return repositories.filter(({ tags }) => tags.length > 0);
}

/** Digest, size and age of every tag. */
export async function readTags(
  edk: EdkContext,
  { name: repository, tags }: RegistryRepository,
  signal: AbortSignal,
): Promise<RegistryImage[]> {
  const { client } = connectToRegistry(edk, edk.settings.registry.push, signal);
  const limit = pLimit(atATime);
  return Promise.all(
    tags.map((tag) =>
      limit(async () => {
        const [digest, size, created] = await Promise.all([
          client.digest(repository, tag, signal),
          client.size(repository, tag, signal),
          client.created(repository, tag, signal),
        ]);
        return { repository, tag, digest, size, created };
      }),
    ),
  );
}

/** Removes an image with all its tags from the registry. False if it did not exist. */
export async function deleteImage(
  edk: EdkContext,
  { repository, digest }: { readonly repository: string; readonly digest: string },
  signal: AbortSignal,
): Promise<boolean> {
  const { client } = connectToRegistry(edk, edk.settings.registry.push, signal);
  return client.deleteManifest(repository, digest, signal);
}
