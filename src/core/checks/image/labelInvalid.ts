import { imageNameProblem } from '../../project/readImage.ts';
import type { Rule } from '../rule.ts';
import { fromRange, labelRange } from './imageRanges.ts';

export const labelInvalid: Rule = {
  id: 'image/label-invalid',
  needs: 'files',
  severity: 'error',
  title: 'The label IMAGE cannot be the name of an image',
  why: 'Registries take only some names, and the platform names Kubernetes objects after the image.',
  remedy: 'Use lower-case letters, digits and dashes, at most 63 of them, without registry and tag.',
  *check({ images }) {
    for (const image of images) {
      const { name, role } = image;
      const problem = name === undefined ? undefined : imageNameProblem(name, role);
      if (problem !== undefined) {
        yield {
          message: `"${name ?? ''}" cannot be the name of an image: ${problem}.`,
          range: labelRange(image, 'IMAGE') ?? fromRange(image),
        };
      }
    }
  },
};
