import { knownRegistries, locateImage, requireImage } from '../../project/references/imageReference.ts';
import type { Settings } from '../../settings/settings.ts';
import { connectToRegistry, type EdkContext } from '../context/edkContext.ts';

type WhoseRegistry = 'registry' | 'platform' | 'elsewhere';

/** Whose registry a reference names: the local one, the platform's, another. */
export function whoseRegistry(
  reference: string,
  settings: Pick<Settings, 'registry' | 'platformRegistry'>,
): WhoseRegistry {
  const registry = locateImage(reference, knownRegistries(settings))?.registry;
  if (registry === settings.registry.pull || registry === settings.registry.push) return 'registry';
  return registry === settings.platformRegistry ? 'platform' : 'elsewhere';
}

/**
 * Asks the registry that a reference names for the digest of the image; undefined when it has none.
 *
 * @throws EdkError `reference.invalid`, `registry.unreachable`, `registry.refused`, `registry.failed`.
 */
export async function lookUpImage(
  edk: EdkContext,
  reference: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { registry, repository, tag } = requireImage(reference, knownRegistries(edk.settings));
  const isLocal = whoseRegistry(reference, edk.settings) === 'registry';
  const address = isLocal ? edk.settings.registry.push : registry;
  const { client } = connectToRegistry(edk, address, signal);
  return client.digest(repository, tag, signal);
}
