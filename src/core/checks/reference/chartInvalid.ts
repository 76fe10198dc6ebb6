import { describeInvalid } from '../../project/references/imageReference.ts';
import { findRenderedImages } from '../../project/references/findRenderedImages.ts';
import { whyInvalidReference } from '../../text/imageReference.ts';
import type { Rule } from '../rule.ts';
import { chartPlace, placeOfText } from './chartPlace.ts';

export const chartInvalid: Rule = {
  id: 'reference/chart-invalid',
  needs: 'rendered',
  severity: 'error',
  title: 'An image in the chart is not a valid reference',
  why: 'Kubernetes cannot pull it: the pod ends in InvalidImageName.',
  remedy: 'Write it as <registry>/<name>:<tag>, the name in lower case. Values of the chart may be part of it.',
  *check(project, { manifests }) {
    for (const manifest of manifests) {
      for (const { reference, kind, name, container } of findRenderedImages([manifest])) {
        if (reference === '' || whyInvalidReference(reference) === undefined) continue;
        yield {
          message: `${kind} "${name}", container "${container}": ${describeInvalid(reference)}`,
          range: placeOfText(project, manifest, reference) ?? chartPlace(project, manifest),
        };
      }
    }
  },
};
