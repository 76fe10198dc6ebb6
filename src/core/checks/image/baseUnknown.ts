import { nearest } from '../../text/nearest.ts';
import type { Rule } from '../rule.ts';
import { ownBases } from './ownBases.ts';

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
