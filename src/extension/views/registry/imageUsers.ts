import { resolveBase } from '../../../core/project/references/imageReference.ts';
import type { RegistryNames } from '../../../core/settings/settings.ts';
import type { ProjectEntry } from '../projects/projectStore.ts';

export interface ImageUsers {
  /** Names of the projects that build it. */
  readonly builtBy: readonly string[];
  /** Names of the projects whose images are based on it or copy from it. */
  readonly usedBy: readonly string[];
}

/** Which projects of the workspace build and use images, by image name. */
export function imageUsers(entries: readonly ProjectEntry[], registry: RegistryNames): ReadonlyMap<string, ImageUsers> {
  const users = new Map<string, { builtBy: Set<string>; usedBy: Set<string> }>();
  const of = (image: string): { builtBy: Set<string>; usedBy: Set<string> } => {
    const known = users.get(image) ?? { builtBy: new Set(), usedBy: new Set() };
    users.set(image, known);
    return known;
  };
  for (const entry of entries) {
    if (entry.kind === 'broken') continue;
    const { name: project, images } = entry.project;
    for (const { name, bases } of images) {
      if (name !== undefined) of(name).builtBy.add(project);
      for (const { reference } of bases) {
        const base = resolveBase(reference, { siblings: new Set(), registry });
        if (base.kind === 'registry') of(base.name).usedBy.add(project);
      }
    }
  }
  return new Map(
    [...users].map(([name, { builtBy, usedBy }]) => [name, { builtBy: [...builtBy], usedBy: [...usedBy] }]),
  );
}
