import { EdkError, type SourcePlace } from '../../errors/edkError.ts';
import { readReference, whyInvalidReference } from '../../text/imageReference.ts';
import type { OperatorImageReference } from '../python/findImageArguments.ts';
import type { Settings } from '../../settings/settings.ts';

/** Where an image is pulled from. */
export interface ImageLocation {
  /** `host:port`, with the path that stands before the name where a configured registry has one. */
  readonly registry: string;
  readonly repository: string;
  /** Tag or digest. */
  readonly tag: string;
}

/**
 * Where Docker pulls a reference from; without a host that is Docker Hub. Undefined for what is not a reference.
 *
 * @param registries configured ones, with their paths: what stands behind these is the repository.
 */
export function locateImage(reference: string, registries: readonly string[]): ImageLocation | undefined {
  const read = readReference(reference);
  if (!read.valid) return undefined;
  const { registry, repository, digest, tag = 'latest' } = read.reference;
  const exact = digest ?? tag;
  const whole = `${registry}/${repository}`;
  const known = registries.find((one) => whole.startsWith(`${one}/`));
  return known === undefined
    ? { registry, repository, tag: exact }
    : { registry: known, repository: whole.slice(known.length + 1), tag: exact };
}

/**
 * @param place where the reference stands.
 * @throws EdkError `reference.invalid`.
 */
export function requireImage(reference: string, registries: readonly string[], place?: SourcePlace): ImageLocation {
  const image = locateImage(reference, registries);
  if (image !== undefined) return image;
  const at = place === undefined ? '' : `${place.file}${place.line === undefined ? '' : `:${place.line}`}: `;
  throw new EdkError('reference.invalid', `${at}${describeInvalid(reference)}`, { place });
}

/** One sentence about a reference that is not valid. */
export function describeInvalid(reference: string): string {
  return `${JSON.stringify(reference)} is not a valid image reference: ${whyInvalidReference(reference) ?? ''}.`;
}

/** Whether a reference names the tag that moves; without tag and digest it does. */
export function isLatest(reference: string): boolean {
  return locateImage(reference, [])?.tag === 'latest';
}

/** Registries by the names that stand in front of images, ports and paths included. */
export function knownRegistries({
  registry,
  platformRegistry,
}: Pick<Settings, 'registry' | 'platformRegistry'>): string[] {
  return [registry.pull, registry.push, ...(platformRegistry === undefined ? [] : [platformRegistry])];
}

/** What an operator's `image=` will be on the platform; undefined when only a run can tell. */
export function operatorImage(
  { parts }: OperatorImageReference,
  settings: Pick<Settings, 'registry' | 'platformRegistry' | 'buildVersion'>,
): string | undefined {
  return parts
    ?.map((part) => {
      if ('text' in part) return part.text;
      return part.variable === 'DEFAULT_REGISTRY'
        ? (settings.platformRegistry ?? settings.registry.pull)
        : settings.buildVersion;
    })
    .join('');
}
