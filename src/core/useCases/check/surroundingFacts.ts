import type { PlatformFacts, RegistryFacts } from '../../checks/facts.ts';
import { readCatalogue } from '../../platform/catalogue/readCatalogue.ts';
import { listExtensions } from '../../platform/platformApi.ts';
import { connectToPlatform, connectToRegistry, type EdkContext } from '../context/edkContext.ts';

export async function registryFacts(edk: EdkContext, signal: AbortSignal): Promise<RegistryFacts> {
  const { client } = connectToRegistry(edk, edk.settings.registry.push, signal);
  return { repositories: await client.listRepositories(signal) };
}

export async function platformFacts(edk: EdkContext, signal: AbortSignal): Promise<PlatformFacts> {
  const { extensions } = await listExtensions(connectToPlatform(edk), signal);
  return {
    extensions: readCatalogue(extensions).map(({ chart, title, releases }) => ({
      name: chart,
      title,
      installed: releases.length > 0,
      links: releases.flatMap(({ links }) => links),
    })),
  };
}
