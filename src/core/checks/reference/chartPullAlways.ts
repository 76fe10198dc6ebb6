import { findRenderedImages } from '../../project/references/findRenderedImages.ts';
import type { Rule } from '../rule.ts';
import { chartPlace } from './chartPlace.ts';

export const chartPullAlways: Rule = {
  id: 'reference/chart-pull-always',
  needs: 'rendered',
  severity: 'error',
  title: 'The chart pulls an image always that is in no registry',
  why: 'An image that was imported is on the node only. With the policy Always the node asks a registry that does not have it, and the pod ends in ErrImagePull.',
  remedy: 'Set imagePullPolicy to IfNotPresent, or push the image to a registry and name it with that registry.',
  *check(project, { manifests }) {
    for (const manifest of manifests) {
      for (const { reference, container, pullPolicy } of findRenderedImages([manifest])) {
        if (pullPolicy !== 'Always' || !reference.startsWith('local-only/')) continue;
        yield {
          message: `The container "${container}" pulls ${reference} always, which is in no registry.`,
          range: chartPlace(project, manifest),
        };
      }
    }
  },
};
