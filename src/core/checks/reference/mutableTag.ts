import type { Rule } from '../rule.ts';
import { operatorImages, projectImage } from './operatorImages.ts';

export const mutableTag: Rule = {
  id: 'reference/mutable-tag',
  needs: 'files',
  severity: 'warning',
  title: 'An operator runs an image by a tag that moves',
  why: 'A node that has once pulled the tag keeps what it got (IfNotPresent): a newer image has no effect there, and two nodes may run different ones.',
  remedy: 'Name a version, or build the image in this project: then the EDK puts in a tag that belongs to its content.',
  *check(project, settings) {
    for (const operator of operatorImages(project, settings)) {
      const { source, from, to, image, text } = operator;
      const moves = image.tag === 'latest';
      // The staged copy of the operator carries the image's own tag.
      if (!moves || operator.pullPolicy?.text === 'Always' || projectImage(project, image) !== undefined) continue;
      yield { message: `The tag "latest" of ${text} moves.`, range: source.rangeOf(from, to) };
    }
  },
};
