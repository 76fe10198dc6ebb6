import { isParsed } from '../../project/readImage.ts';
import type { Rule } from '../rule.ts';
import { addLabel } from './addLabel.ts';
import { fromRange, labelRange } from './imageRanges.ts';

export const labelVersionMissing: Rule = {
  id: 'image/label-version-missing',
  needs: 'files',
  severity: 'warning',
  title: 'A Dockerfile has no label VERSION',
  why: 'Every image of a build carries the version of the platform. Only this label says which state of your own code is in it.',
  remedy: 'Add LABEL VERSION="<version>", the version of your own code.',
  *check({ images }) {
    for (const image of images) {
      if (!isParsed(image) || image.labels.some(({ name }) => name === 'VERSION')) continue;
      yield {
        message: 'This Dockerfile has no label VERSION.',
        range: labelRange(image, 'IMAGE') ?? fromRange(image),
        fix: { title: 'Add LABEL VERSION="0.1.0"', edits: [addLabel(image, 'VERSION', '0.1.0')] },
      };
    }
  },
};
