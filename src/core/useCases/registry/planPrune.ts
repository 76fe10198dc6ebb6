import { isImmutableTag } from '../../images/plan/immutableTag.ts';
import { sizeOnDisk, type StoredImage } from './registryContent.ts';

export interface PrunePlan {
  readonly removed: readonly StoredImage[];
  /** Old enough to go, but named by a release or a project. */
  readonly spared: readonly StoredImage[];
  /** What the registry's garbage collection frees afterwards, in bytes. */
  readonly freed: number;
}

export interface PruneRules {
  /** How many of the newest images of each repository stay. */
  readonly keep: number;
  /** `<repository>:<tag>` of what releases and projects name. */
  readonly inUse: ReadonlySet<string>;
}

/**
 * Which images of a registry can go. Only what has nothing but tags from its content: a version tag, `latest` and
 * whatever people named by hand stay.
 */
export function planPrune(images: readonly StoredImage[], { keep, inUse }: PruneRules): PrunePlan {
  const removed: StoredImage[] = [];
  const spared: StoredImage[] = [];
  for (const repository of new Set(images.map((image) => image.repository))) {
    const newestFirst = images
      .filter((image) => image.repository === repository)
      .sort((a, b) => (b.created?.getTime() ?? 0) - (a.created?.getTime() ?? 0));
    for (const image of newestFirst.slice(keep)) {
      if (!image.tags.every(isImmutableTag)) continue;
      const isUsed = image.tags.some((tag) => inUse.has(`${repository}:${tag}`));
      (isUsed ? spared : removed).push(image);
    }
  }
  const left = images.filter((image) => !removed.includes(image));
  return { removed, spared, freed: sizeOnDisk(images) - sizeOnDisk(left) };
}
