import { isParsed } from '../../project/readImage.ts';
import type { Rule } from '../rule.ts';
import { addLabel, suggestImageName } from './addLabel.ts';
import { fromRange } from './imageRanges.ts';

export const labelMissing: Rule = {
  id: 'image/label-missing',
  needs: 'files',
  severity: 'error',
  title: 'A Dockerfile has no label IMAGE',
  why: 'The label is the name under which the image is pushed and found again. Without it nothing can be built.',
  remedy: 'Add LABEL IMAGE="<name>" with the name that operators and charts use.',
  *check({ images }) {
    for (const image of images) {
      if (image.name !== undefined || !isParsed(image)) continue;
      const name = suggestImageName(image);
      yield {
        message: 'This Dockerfile has no label IMAGE, so its image has no name.',
        range: fromRange(image),
        fix: { title: `Add LABEL IMAGE="${name}"`, edits: [addLabel(image, 'IMAGE', name)] },
      };
    }
  },
};
