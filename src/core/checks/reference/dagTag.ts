import { findRenderedImages } from '../../project/references/findRenderedImages.ts';
import type { Rule } from '../rule.ts';
import { chartPlace } from './chartPlace.ts';
import { isOwnName } from './isOwnName.ts';

/** What a chart has for a version until it is built. */
const unsetVersion = '0.0.0';

export const dagTag: Rule = {
  id: 'reference/dag-tag',
  needs: 'rendered',
  severity: 'error',
  title: 'The chart asks for an image with the version of a chart that was never set',
  why: 'The chart dag-installer-chart pulls the DAG image by its own chart version. Where that stays 0.0.0 the Job wants <image>:0.0.0, which nobody pushes, and ends in ImagePullBackOff.',
  remedy:
    'Name the DAG image of this project as global.image in values.yaml, and let dag-installer-chart have the version 0.0.0: the EDK sets it on its copy.',
  *check(project, { manifests }) {
    for (const manifest of manifests) {
      for (const { reference, kind, name } of findRenderedImages([manifest])) {
        if (!reference.endsWith(`:${unsetVersion}`) || !isOwnName(project, reference)) continue;
        yield {
          message: `The ${kind} "${name}" wants ${reference}, which nobody pushes.`,
          range: chartPlace(project, manifest),
        };
      }
    }
  },
};
