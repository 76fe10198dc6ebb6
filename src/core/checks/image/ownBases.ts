import type { BaseReference } from '../../project/dockerfile/readBases.ts';
import type { CheckSettings } from '../checkSettings.ts';
import { resolveBase } from '../../project/resolveBase.ts';
import type { ProjectImage, Project } from '../../project/project.ts';

interface OwnBase {
  readonly image: ProjectImage;
  readonly base: BaseReference;
  /** Without registry and tag. */
  readonly name: string;
  /** Names of the project's images. */
  readonly siblings: ReadonlySet<string>;
}

/** The bases that come from the project itself or from the local registry. */
export function ownBases({ images }: Project, { registry }: Pick<CheckSettings, 'registry'>): OwnBase[] {
  const siblings = new Set(images.flatMap(({ name }) => name ?? []));
  return images.flatMap((image) =>
    image.bases.flatMap((base) => {
      const resolved = resolveBase(base.reference, { siblings, registry });
      return resolved.kind === 'external' ? [] : [{ image, base, name: resolved.name, siblings }];
    }),
  );
}
