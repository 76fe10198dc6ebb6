import type { JobStep } from '../jobs/jobStep.ts';
import { connectToRegistry, type Toolkit } from './toolkit.ts';

export interface RegistryImage {
  readonly repository: string;
  readonly tag: string;
  readonly digest: string | undefined;
  /** Compressed layers in bytes; images share layers, so the sum is more than the disk holds. */
  readonly size: number | undefined;
  readonly created: Date | undefined;
}

/** Every tag of the local registry. */
export async function listRegistry(kit: Toolkit, step: JobStep): Promise<RegistryImage[]> {
  const { client } = await connectToRegistry(kit, kit.settings.registry.push, step.signal);
  await client.ping(step.signal);
  const images: RegistryImage[] = [];
  for (const repository of (await client.listRepositories(step.signal)).sort()) {
    const tags = (await client.listTags(repository, step.signal)).sort();
    const found = await Promise.all(
      tags.map(async (tag) => {
        const [digest, size, created] = await Promise.all([
          client.digest(repository, tag, step.signal),
          client.size(repository, tag, step.signal),
          client.created(repository, tag, step.signal),
        ]);
        return { repository, tag, digest, size, created };
      }),
    );
    images.push(...found);
  }
  return images;
}
