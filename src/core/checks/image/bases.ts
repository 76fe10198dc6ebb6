import type { BaseReference } from '../../project/dockerfile/readBases.ts';
import type { Project, ProjectImage } from '../../project/project.ts';
import { resolveBase } from '../../project/resolveBase.ts';
import { editDistance, nearest } from '../../text/nearest.ts';
import type { CheckSettings } from '../facts.ts';
import type { Rule } from '../rule.ts';

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

export const baseUnknown: Rule = {
  id: 'image/base-unknown',
  needs: 'registry',
  severity: 'error',
  title: 'FROM names a base image that is nowhere',
  why: 'Neither this project nor the local registry has an image of that name, so the build stops at its first line.',
  remedy: 'Correct the name, or build the base images with "edk init".',
  *check(project, { repositories }, settings) {
    const known = new Set(repositories);
    for (const { image, base, name, siblings } of ownBases(project, settings)) {
      if (siblings.has(name) || known.has(name)) continue;
      const near = nearest(name, [...siblings, ...repositories]).slice(0, 3);
      const hint = near.length === 0 ? '' : ` Near it: ${near.join(', ')}.`;
      yield {
        message: `Neither the project nor the registry has an image "${name}".${hint}`,
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
  why: 'A base that neither the project nor the kit brings along has to be in the local registry, or the build stops at its first line.',
  remedy: 'Correct the name, unless the registry does have an image of that name.',
  *check(project, settings) {
    const { baseImages } = settings;
    for (const { image, base, name, siblings } of ownBases(project, settings)) {
      if (siblings.has(name) || baseImages.has(name)) continue;
      const [near] = nearest(name, [...baseImages, ...siblings]);
      if (near === undefined || editDistance(name, near) > 2) continue;
      const range = image.file.rangeOf(base.start, base.end);
      const written = image.file.text.slice(base.start, base.end);
      yield {
        message: `"${name}" looks like "${near}".`,
        range,
        fix: written.includes(name)
          ? { title: `Change it to ${near}`, edits: [{ range, text: written.replace(name, near) }] }
          : undefined,
      };
    }
  },
};

export const registryHardCoded: Rule = {
  id: 'image/registry-hard-coded',
  needs: 'files',
  severity: 'warning',
  title: 'FROM names the local registry by its address',
  why: 'That address is true in one place only. The same project does not build on another platform, nor for a colleague.',
  remedy: 'Write local-only/<image>:<tag>. The kit puts the address of the registry in its place.',
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
          message: `${address} is the registry's address in one place only.`,
          range,
          fix: { title: `Write ${text}`, edits: [{ range, text }] },
        };
      }
    }
  },
};
