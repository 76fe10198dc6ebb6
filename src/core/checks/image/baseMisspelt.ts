import { editDistance, nearest } from '../../text/nearest.ts';
import type { Rule } from '../rule.ts';
import { ownBases } from './ownBases.ts';

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
