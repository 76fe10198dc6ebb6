import type { PlatformFacts, RegistryFacts } from '../../checks/facts.ts';
import { readCatalogue } from '../../platform/catalogue/readCatalogue.ts';
import { listExtensions } from '../../platform/platformApi.ts';
import { connectToPlatform, connectToRegistry, type Toolkit } from '../context/toolkit.ts';

export async function registryFacts(kit: Toolkit, signal: AbortSignal): Promise<RegistryFacts> {
  const { client } = await connectToRegistry(kit, kit.settings.registry.push, signal);
  return { repositories: await client.listRepositories(signal) };
}

export async function platformFacts(kit: Toolkit, signal: AbortSignal): Promise<PlatformFacts> {
  const { extensions } = await listExtensions(connectToPlatform(kit), signal);
  return {
    extensions: readCatalogue(extensions).map(({ chart, title, releases }) => ({
      name: chart,
      title,
      installed: releases.length > 0,
      links: releases.flatMap(({ links }) => links),
    })),
  };
}
