import { EdkError } from '../../errors/edkError.ts';
import { connectToRegistry, type EdkContext } from '../context/edkContext.ts';

/**
 * Deletes the image that a tag names, and with it its other tags: a registry deletes images, not tags.
 *
 * @returns all tags that are gone with it.
 * @throws EdkError `registry.contentMissing` when there is no such tag.
 */
export async function deleteTagged(
  edk: EdkContext,
  { repository, tag }: { readonly repository: string; readonly tag: string },
  signal: AbortSignal,
): Promise<{ readonly repository: string; readonly tags: readonly string[] }> {
  const { client } = connectToRegistry(edk, edk.settings.registry.push, signal);
  const digest = await client.digest(repository, tag, signal);
  if (digest === undefined) {
    throw new EdkError('registry.contentMissing', `${edk.settings.registry.push} has no ${repository}:${tag}.`, {
      remedy: 'Run "edk registry" to list the images.',
    });
  }
  const tags = await client.listTags(repository, signal);
  const named = await Promise.all(
    tags.map(async (other) => ((await client.digest(repository, other, signal)) === digest ? [other] : [])),
  );
  await client.deleteManifest(repository, digest, signal);
  return { repository, tags: named.flat().sort() };
}
