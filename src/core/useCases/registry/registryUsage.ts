import { join } from 'node:path';
import type { JobStep } from '../../jobs/jobStep.ts';
import { localPlatformFolder, readLocalPlatform } from '../../settings/localPlatform.ts';
import { readRegistryContent, sizeOnDisk, type StoredImage } from './registryContent.ts';
import type { EdkContext } from '../context/edkContext.ts';

export interface RegistryUsage {
  readonly images: number;
  /** Of all images, what they share counted once, in bytes. */
  readonly bytes: number;
  readonly repositories: readonly {
    readonly name: string;
    readonly images: number;
    readonly bytes: number;
    /** What would be free without this repository, in bytes. */
    readonly own: number;
  }[];
  /** What frees the space of deleted images. */
  readonly garbageCollection: readonly string[];
}

/** What the local registry's images take on its disk. */
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

/** A registry keeps the layers of deleted images until its own collector runs, which needs it stopped or read-only. */
export async function garbageCollection({ settings, environment }: EdkContext): Promise<string[]> {
  const local = await readLocalPlatform(settings.folders.state);
  if (local?.registry.push !== settings.registry.push) {
    return ['registry garbage-collect --delete-untagged <configuration file of the registry>'];
  }
  const program = environment.registryProgram ?? 'registry';
  const configuration = join(localPlatformFolder(settings.folders.state), 'registry.yml');
  return ['edk platform stop', `${program} garbage-collect --delete-untagged ${configuration}`, 'edk platform start'];
}
