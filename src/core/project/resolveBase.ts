import { readReference } from '../text/imageReference.ts';
import type { RegistryNames } from '../settings/settings.ts';

/** Where an image that a Dockerfile names comes from. */
export type ResolvedBase =
  | { readonly kind: 'sibling'; readonly name: string }
  /** In the local registry; `tag` may be a digest. */
  | { readonly kind: 'registry'; readonly name: string; readonly tag: string }
  | { readonly kind: 'external'; readonly reference: string };

/** The name of the local registry inside every platform; project files may carry it although it differs here. */
const inCluster = 'local-registry.services.svc.cluster.local:5000';

export interface ResolveBaseContext {
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
