import { EdkError, type SourcePlace } from '../../errors/edkError.ts';
import type { Settings, RegistryNames } from '../../settings/settings.ts';
import { readReference, whyInvalidReference } from '../../text/imageReference.ts';
import type { OperatorImageReference } from '../python/findImageArguments.ts';

/** Where an image is pulled from. */
export interface ImageLocation {
  /** `host:port`, with the path that stands before the name where a configured registry has one. */
  readonly registry: string;
  readonly repository: string;
  /** Tag or digest. */
  readonly tag: string;
}

/**
 * Where Docker pulls a reference from; without a host that is Docker Hub. Undefined for anything that is not a reference.
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

/** Where an image that a Dockerfile names comes from. */
type ResolvedBase =
  | { readonly kind: 'sibling'; readonly name: string }
  /** In the local registry; `tag` may be a digest. */
  | { readonly kind: 'registry'; readonly name: string; readonly tag: string }
  | { readonly kind: 'external'; readonly reference: string };

/** The name of the local registry inside every platform; project files may carry it although it differs here. */
const inCluster = 'local-registry.services.svc.cluster.local:5000';

interface ResolveBaseContext {
  /** Names of the images of the same project. */
  readonly siblings: ReadonlySet<string>;
  readonly registry: RegistryNames;
}

/** @param reference as `readReference` takes it; anything else comes from elsewhere, and no registry is asked for it. */
export function resolveBase(reference: string, { siblings, registry }: ResolveBaseContext): ResolvedBase {
  const read = readReference(reference);
  const prefix = ['local-only', inCluster, registry.push, registry.pull].find((name) =>
    reference.startsWith(`${name}/`),
  );
  if (!read.valid || prefix === undefined) return { kind: 'external', reference };
  const name = withoutTag(reference).slice(prefix.length + 1);
  if (siblings.has(name)) return { kind: 'sibling', name };
  const { tag = 'latest', digest } = read.reference;
  return { kind: 'registry', name, tag: digest ?? tag };
}

/** `host:5000/a/b:tag@sha256:...` without its tag and digest. */
export function withoutTag(reference: string): string {
  const [undigested = ''] = reference.split('@');
  const colon = undigested.lastIndexOf(':');
  return colon > undigested.lastIndexOf('/') ? undigested.slice(0, colon) : undigested;
}
