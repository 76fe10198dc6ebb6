import type { RegistryImage, RegistryRepository } from '../../../core/deploy/listRegistry.ts';
import { reportError } from '../../../core/jobs/reportError.ts';
import { formatBytes } from '../../../core/text/formatBytes.ts';
import { formatAge } from '../extensions/formatStatus.ts';
import type { Translate } from '../extensions/extensionRows.ts';
import { errorRows } from '../errorRow.ts';
import type { TreeRow } from '../treeRow.ts';

export type RegistrySubject =
  | { readonly kind: 'none' }
  | { readonly kind: 'repository'; readonly repository: string }
  | { readonly kind: 'tag'; readonly image: RegistryImage };

export type RegistryRow = TreeRow<RegistrySubject>;

export interface RegistryRowsOptions {
  readonly repositories: readonly RegistryRepository[];
  /** Titles of the workspace's projects by the name of an image that they build. */
  readonly usedBy: ReadonlyMap<string, readonly string[]>;
  /** Looked up when a repository is opened. */
  readonly readTags: (repository: RegistryRepository) => Promise<readonly RegistryImage[]>;
  readonly now: () => number;
  readonly translate: Translate;
}

export function registryRows(options: RegistryRowsOptions): RegistryRow[] {
  return options.repositories.map((repository) => repositoryRow(repository, options));
}

function repositoryRow(repository: RegistryRepository, options: RegistryRowsOptions): RegistryRow {
  const { name, tags } = repository;
  const { usedBy, readTags, now, translate } = options;
  const projects = usedBy.get(name) ?? [];
  const count = tags.length === 1 ? translate('1 tag') : translate('{0} tags', String(tags.length));
  return {
    id: `repository:${name}`,
    label: name,
    description: [count, ...projects].join(' · '),
    tooltip: [name, ...tags, ...projects.map((project) => translate('built by {0}', project))].join('\n'),
    icon: projects.length > 0 ? 'package' : 'archive',
    context: 'repository',
    subject: { kind: 'repository', repository: name },
    children: async () => {
      try {
        return tagRows(await readTags(repository), { now: now(), translate });
      } catch (error) {
        return errorRows(`tags:${name}`, { error: reportError(error), actions: [], subject: { kind: 'none' } });
      }
    },
  };
}

/** The newest first. */
export function tagRows(
  images: readonly RegistryImage[],
  { now, translate }: { readonly now: number; readonly translate: Translate },
): RegistryRow[] {
  const sorted = [...images].sort(
    (a, b) => (b.created?.getTime() ?? 0) - (a.created?.getTime() ?? 0) || a.tag.localeCompare(b.tag, 'en'),
  );
  return sorted.map((image) => {
    const { repository, tag, size, created, digest } = image;
    const age = created === undefined ? undefined : translate('{0} old', formatAge(now - created.getTime()));
    return {
      id: `tag:${repository}:${tag}`,
      label: tag,
      description: [size === undefined ? undefined : formatBytes(size), age]
        .filter((part) => part !== undefined)
        .join(' · '),
      tooltip: [`${repository}:${tag}`, digest, created?.toISOString()].filter((part) => part !== undefined).join('\n'),
      icon: 'tag',
      context: 'tag',
      subject: { kind: 'tag', image },
    };
  });
}

/** Names of all tags that go away with this image: a registry deletes images, not tags. */
export function tagsOfImage(images: readonly RegistryImage[], { digest, tag }: RegistryImage): string[] {
  if (digest === undefined) return [tag];
  return images.filter((image) => image.digest === digest).map((image) => image.tag);
}
