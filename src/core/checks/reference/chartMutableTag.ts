import { findRenderedImages } from '../../project/references/findRenderedImages.ts';
import { isLatest } from '../../project/references/imageReference.ts';
import type { Rule } from '../rule.ts';
import { chartPlace } from './chartPlace.ts';
import { isOwnName } from './isOwnName.ts';

export const chartMutableTag: Rule = {
  id: 'reference/chart-mutable-tag',
  needs: 'rendered',
  severity: 'warning',
  title: 'The chart runs an image by a tag that moves',
  why: 'A node that has once pulled the tag keeps what it got (IfNotPresent): a newer image has no effect there, and two nodes may run different ones.',
  remedy:
    'Name a version in the template. For an image of this project name the version of the platform: {{ .Values.global.kaapana_build_version }}.',
  *check(project, { manifests }) {
    for (const manifest of manifests) {
      for (const { reference, container, pullPolicy } of findRenderedImages([manifest])) {
        // Kubernetes pulls latest always unless told otherwise.
        if (reference === '' || !isLatest(reference) || pullPolicy !== 'IfNotPresent') continue;
        const own = isOwnName(project, reference) ? ', which this project builds,' : '';
        yield {
          message: `The container "${container}" runs ${reference}${own} whose tag moves, and pulls it only once.`,
          range: chartPlace(project, manifest),
        };
      }
    }
  },
};
