import { describeInvalid } from '../../project/references/imageReference.ts';
import { whyInvalidReference } from '../../text/imageReference.ts';
import type { Rule } from '../rule.ts';
import { writtenImages } from './operatorImages.ts';

export const invalid: Rule = {
  id: 'reference/invalid',
  needs: 'files',
  severity: 'error',
  title: 'The image of an operator is not a valid reference',
  why: 'Kubernetes cannot pull it: the pod ends in InvalidImageName.',
  remedy: 'Write it as <registry>/<name>:<tag>, the name in lower case.',
  *check(project, settings) {
    for (const { source, from, to, text } of writtenImages(project, settings)) {
      if (whyInvalidReference(text) === undefined) continue;
      yield { message: describeInvalid(text), range: source.rangeOf(from, to) };
    }
  },
};
