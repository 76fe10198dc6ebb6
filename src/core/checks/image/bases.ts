import type { BaseReference } from '../../project/dockerfile/readBases.ts';
import type { Project, ProjectImage } from '../../project/project.ts';
import { resolveBase } from '../../project/references/imageReference.ts';
import { editDistance, nearest } from '../../text/nearest.ts';
import type { CheckSettings } from '../facts.ts';
import type { Rule } from '../rule.ts';

interface OwnBase {
  readonly image: ProjectImage;
  readonly base: BaseReference;
  /** Without registry or tag. */
  readonly name: string;
  /** Names of the project's images. */
  readonly siblings: ReadonlySet<string>;
}

/** The bases from the project itself or from the local registry. */
export function ownBases({ images }: Project, { registry }: Pick<CheckSettings, 'registry'>): OwnBase[] {
  const siblings = new Set(images.flatMap(({ name }) => name ?? []));
  return images.flatMap((image) =>
    image.bases.flatMap((base) => {
      const resolved = resolveBase(base.reference, { siblings, registry });
      return resolved.kind === 'external' ? [] : [{ image, base, name: resolved.name, siblings }];
    }),
  );
}

export const baseUnknown: Rule = {
  id: 'image/base-unknown',
  needs: 'registry',
  severity: 'error',
  title: 'FROM names an unknown base image',
  why: 'Neither this project nor the local registry has an image with that name, so the build fails at its first line.',
  remedy: 'Fix the name, or build the base images with "edk init".',
  *check(project, { repositories }, settings) {
    const known = new Set(repositories);
    for (const { image, base, name, siblings } of ownBases(project, settings)) {
      if (siblings.has(name) || known.has(name)) continue;
      const near = nearest(name, [...siblings, ...repositories]).slice(0, 3);
      const hint = near.length === 0 ? '' : ` Similar: ${near.join(', ')}.`;
      yield {
        message: `Unknown base image "${name}".${hint}`,
        range: image.file.rangeOf(base.start, base.end),
      };
    }
  },
};

export const baseMisspelt: Rule = {
  id: 'image/base-misspelt',
  needs: 'files',
  severity: 'warning',
  title: 'FROM names a base image that looks misspelt',
  why: 'A base that neither the project nor the EDK provides must be in the local registry, or the build fails at its first line.',
  remedy: 'Fix the name, unless the registry has an image with that name.',
  *check(project, settings) {
    const { baseImages } = settings;
    for (const { image, base, name, siblings } of ownBases(project, settings)) {
      if (siblings.has(name) || baseImages.has(name)) continue;
      const [near] = nearest(name, [...baseImages, ...siblings]);
      if (near === undefined || editDistance(name, near) > 2) continue;
      const range = image.file.rangeOf(base.start, base.end);
      const written = image.file.text.slice(base.start, base.end);
      yield {
        message: `Unknown base image "${name}". Did you mean "${near}"?`,
        range,
        fix: written.includes(name)
          ? { title: `Change to ${near}`, edits: [{ range, text: written.replace(name, near) }] }
          : undefined,
      };
    }
  },
};

export const registryHardCoded: Rule = {
  id: 'image/registry-hard-coded',
  needs: 'files',
  severity: 'warning',
  title: 'FROM contains the address of the local registry',
  why: 'The address is valid on one platform only, so the project builds nowhere else.',
  remedy: 'Use local-only/<image>:<tag>. The EDK replaces it with the address of the registry.',
  *check({ images }, settings) {
    const { push, pull } = settings.registry;
    const addresses = [push, pull, 'local-registry.services.svc.cluster.local:5000', 'localhost:32000'];
    for (const { bases, file } of images) {
      for (const { start, end } of bases) {
        const written = file.text.slice(start, end);
        const address = addresses.find((one) => written.startsWith(`${one}/`));
        if (address === undefined) continue;
        const text = `local-only/${written.slice(address.length + 1)}`;
        const range = file.rangeOf(start, end);
        yield {
          message: `${address} is the address of the registry on one platform only.`,
          range,
          fix: { title: `Change to ${text}`, edits: [{ range, text }] },
        };
      }
    }
  },
};
