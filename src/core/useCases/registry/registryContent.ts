import { join } from 'node:path';
import pLimit from 'p-limit';
import type { JobStep } from '../../jobs/jobStep.ts';
import type { Descriptor } from '../../registry/manifest.ts';
import { listRepositories } from './listRegistry.ts';
import { connectToRegistry, type EdkContext } from '../context/edkContext.ts';
import { localPlatformFolder, readLocalPlatform } from '../../settings/localPlatform.ts';

/** An image in a registry, with all its tags. */
export interface StoredImage {
  readonly repository: string;
  readonly digest: string;
  /** Sorted. */
  readonly tags: readonly string[];
  /** Configuration and layers; other images may share them. */
  readonly blobs: readonly Descriptor[];
  readonly created: Date | undefined;
}

/** Concurrent requests to a registry. */
const atATime = 8;

/** Every image of the local registry that has a tag. */
export async function readRegistryContent(edk: EdkContext, step: JobStep): Promise<StoredImage[]> {
  const { signal } = step;
  const { client } = connectToRegistry(edk, edk.settings.registry.push, signal);
  const repositories = await listRepositories(edk, signal);
  const limit = pLimit(atATime);
  const tagged = await Promise.all(
    repositories.flatMap(({ name, tags }) =>
      tags.map((tag) => limit(async () => ({ repository: name, tag, digest: await client.digest(name, tag, signal) }))),
    ),
  );
  const images = new Map<string, { repository: string; digest: string; tags: string[] }>();
  for (const { repository, tag, digest } of tagged) {
    // Deleted since its tags were listed.
    if (digest === undefined) continue;
    const key = `${repository}@${digest}`;
    const image = images.get(key) ?? { repository, digest, tags: [] };
    images.set(key, { ...image, tags: [...image.tags, tag].sort() });
  }
  return Promise.all(
    [...images.values()].map((image) =>
      limit(async () => {
        const [blobs, created] = await Promise.all([
          client.blobs(image.repository, image.digest, signal),
          client.created(image.repository, image.digest, signal),
        ]);
        return { ...image, blobs: blobs ?? [], created };
      }),
    ),
  );
}

/** Disk space of the images in the registry in bytes; shared layers count once. */
export function sizeOnDisk(images: readonly StoredImage[]): number {
  const sizes = new Map(images.flatMap(({ blobs }) => blobs.map(({ digest, size }) => [digest, size] as const)));
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}

export interface RegistryUsage {
  readonly images: number;
  /** Of all images, in bytes; shared layers count once. */
  readonly bytes: number;
  readonly repositories: readonly {
    readonly name: string;
    readonly images: number;
    readonly bytes: number;
    /** What removing this repository would free, in bytes. */
    readonly own: number;
  }[];
  /** The command that frees the space of deleted images. */
  readonly garbageCollection: readonly string[];
}

/** Disk space of the local registry's images. */
export async function measureRegistry(edk: EdkContext, step: JobStep): Promise<RegistryUsage> {
  const images = await readRegistryContent(edk, step);
  const names = [...new Set(images.map(({ repository }) => repository))].sort();
  const bytes = sizeOnDisk(images);
  return {
    images: images.length,
    bytes,
    repositories: names.map((name) => measure(name, images, bytes)),
    garbageCollection: await garbageCollection(edk),
  };
}

function measure(name: string, images: readonly StoredImage[], all: number): RegistryUsage['repositories'][number] {
  const inside = images.filter(({ repository }) => repository === name);
  const outside = images.filter(({ repository }) => repository !== name);
  return { name, images: inside.length, bytes: sizeOnDisk(inside), own: all - sizeOnDisk(outside) };
}

/** A registry keeps the layers of deleted images until garbage collection, which needs it stopped or read-only. */
export async function garbageCollection({ settings, environment }: EdkContext): Promise<string[]> {
  const local = await readLocalPlatform(settings.folders.state);
  if (local?.registry.push !== settings.registry.push) {
    return ['registry garbage-collect --delete-untagged <configuration file of the registry>'];
  }
  const program = environment.registryProgram ?? 'registry';
  const configuration = join(localPlatformFolder(settings.folders.state), 'registry.yml');
  return ['edk platform stop', `${program} garbage-collect --delete-untagged ${configuration}`, 'edk platform start'];
}
