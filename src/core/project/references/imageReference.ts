import type { OperatorImageReference } from '../buildableProject.ts';
import type { Settings } from '../../settings/settings.ts';

/** Where an image is pulled from. */
export interface ImageReference {
  /** `host:port`, with the path that stands before the name where a configured registry has one. */
  readonly registry: string;
  readonly repository: string;
  /** Tag or digest. */
  readonly tag: string;
}

/** Splits a reference as Docker does; without a host it is on Docker Hub. */
export function parseImageReference(reference: string, registries: readonly string[]): ImageReference {
  const [named = '', digest] = reference.split('@');
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  const path = colon === -1 ? named : named.slice(0, colon);
  const tag = digest ?? (colon === -1 ? 'latest' : named.slice(colon + 1));
  const known = registries.find((registry) => path.startsWith(`${registry}/`));
  if (known !== undefined) return { registry: known, repository: path.slice(known.length + 1), tag };
  const [host = '', ...rest] = path.split('/');
  if (rest.length > 0 && (/[.:]/.test(host) || host === 'localhost')) {
    return { registry: host, repository: rest.join('/'), tag };
  }
  return { registry: 'docker.io', repository: rest.length === 0 ? `library/${path}` : path, tag };
}

/** Whether a reference names the tag that moves; without tag and digest it does. */
export function isLatest(reference: string): boolean {
  return parseImageReference(reference, []).tag === 'latest';
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
