import type { RegistryImage, RegistryRepository } from '../../../core/useCases/registry/listRegistry.ts';
import { reportError } from '../../../core/jobs/reportError.ts';
import { formatBytes } from '../../../core/text/formatAmounts.ts';
import { formatAge } from '../extensions/formatStatus.ts';
import { errorRows } from '../errorRow.ts';
import type { Translate } from '../../ui/translate.ts';
import type { TreeRow } from '../treeRow.ts';
import type { ImageUsers } from './imageUsers.ts';

export type RegistrySubject =
  | { readonly kind: 'none' }
  | { readonly kind: 'repository'; readonly repository: string }
  | { readonly kind: 'tag'; readonly image: RegistryImage };

export type RegistryRow = TreeRow<RegistrySubject>;

/** What was deployed from here and is still installed, if known. */
export interface Deployment {
  readonly releaseName: string;
  /** As `<repository>:<tag>`, without the registry. */
  readonly images: readonly string[];
}

export interface RegistryRowsOptions {
  readonly repositories: readonly RegistryRepository[];
  /** By image name. */
  readonly users: ReadonlyMap<string, ImageUsers>;
  readonly deployments: readonly Deployment[];
  /** Called when a repository is expanded. */
  readonly readTags: (repository: RegistryRepository) => Promise<readonly RegistryImage[]>;
  readonly now: () => number;
  readonly translate: Translate;
}

export function registryRows(options: RegistryRowsOptions): RegistryRow[] {
  return options.repositories.map((repository) => repositoryRow(repository, options));
}

function repositoryRow(repository: RegistryRepository, options: RegistryRowsOptions): RegistryRow {
  const { name, tags } = repository;
  const { users, readTags, now, translate } = options;
  const { builtBy, usedBy } = users.get(name) ?? { builtBy: [], usedBy: [] };
  const releases = releasesOf(options, (image) => image.startsWith(`${name}:`));
  const count = tags.length === 1 ? translate('1 tag') : translate('{0} tags', String(tags.length));
  return {
    id: `repository:${name}`,
    label: name,
    description: [count, ...new Set([...builtBy, ...releases])].join(' · '),
    tooltip: [
      name,
      ...tags,
      ...builtBy.map((project) => translate('built by {0}', project)),
      ...usedBy.map((project) => translate('used by {0}', project)),
      ...releases.map((release) => translate('used by release {0}', release)),
    ].join('\n'),
    icon: builtBy.length > 0 ? 'package' : 'archive',
    context: 'repository',
    subject: { kind: 'repository', repository: name },
    children: async () => {
      try {
        return tagRows(await readTags(repository), { deployments: options.deployments, now: now(), translate });
      } catch (error) {
        const parts = { error: reportError(error), actions: [], subject: { kind: 'none' }, translate } as const;
        return errorRows<RegistrySubject>(`tags:${name}`, parts);
      }
    },
  };
}

/** Newest first. */
export function tagRows(
  images: readonly RegistryImage[],
  { deployments, now, translate }: Pick<RegistryRowsOptions, 'deployments' | 'translate'> & { readonly now: number },
): RegistryRow[] {
  const sorted = [...images].sort(
    (a, b) => (b.created?.getTime() ?? 0) - (a.created?.getTime() ?? 0) || a.tag.localeCompare(b.tag, 'en'),
  );
  return sorted.map((image) => {
    const { repository, tag, size, created, digest } = image;
    const age = created === undefined ? undefined : translate('{0} old', formatAge(now - created.getTime()));
    const releases = releasesOf({ deployments }, (name) => name === `${repository}:${tag}`);
    const used = releases.map((release) => translate('used by {0}', release));
    const facts = [size === undefined ? undefined : formatBytes(size), age, ...used];
    return {
      id: `tag:${repository}:${tag}`,
      label: tag,
      description: facts.filter((part) => part !== undefined).join(' · '),
      tooltip: [`${repository}:${tag}`, digest, created?.toISOString(), ...used]
        .filter((part) => part !== undefined)
        .join('\n'),
      icon: releases.length > 0 ? 'vm-running' : 'tag',
      context: 'tag',
      subject: { kind: 'tag', image },
    };
  });
}

function releasesOf(
  { deployments }: Pick<RegistryRowsOptions, 'deployments'>,
  fits: (image: string) => boolean,
): string[] {
  const used = deployments.filter(({ images }) => images.some(fits));
  return [...new Set(used.map(({ releaseName }) => releaseName))];
}

/** Names of all tags deleted with this image: registries delete images, not tags. */
export function tagsOfImage(images: readonly RegistryImage[], { digest, tag }: RegistryImage): string[] {
  if (digest === undefined) return [tag];
  return images.filter((image) => image.digest === digest).map((image) => image.tag);
}
