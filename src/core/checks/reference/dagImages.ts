import { findRenderedImages } from '../../project/references/findRenderedImages.ts';
import { keyRange, valueRange } from '../../project/yamlRange.ts';
import type { Rule } from '../rule.ts';
import { chartPlace, globalOf, isOwnName } from './chartImages.ts';

export const dagImage: Rule = {
  id: 'reference/dag-image',
  needs: 'files',
  severity: 'error',
  title: 'A chart installs another DAG image than the one that is built here',
  why: 'The chart installs the image that global.image names, in the version of dag-installer-chart. For an image that this project does not build that tag is in no registry, and the DAG never reaches Airflow.',
  remedy:
    'Write the label IMAGE of the DAG image behind image: in the part global of values.yaml, without registry and tag.',
  *check(project) {
    const dagImages = project.images.flatMap(({ role, name }) => (role === 'dag' && name !== undefined ? [name] : []));
    if (dagImages.length === 0) return;
    for (const { chart, values, global } of globalOf(project)) {
      if (!chart.dependencies.some(({ name }) => name === 'dag-installer-chart')) continue;
      const { image } = global;
      if (image === undefined || image === null) {
        yield {
          message: 'values.yaml does not say which DAG image the chart installs.',
          range: keyRange(values, ['global']),
        };
        continue;
      }
      if (typeof image !== 'string' || dagImages.includes(image)) continue;
      const range = valueRange(values, ['global', 'image']);
      const [only, ...others] = dagImages;
      yield {
        message: `This project builds no image "${image}"; its DAG image is ${dagImages.join(', ')}.`,
        range,
        fix:
          only !== undefined && others.length === 0
            ? { title: `Change it to ${only}`, edits: [{ range, text: only }] }
            : undefined,
      };
    }
  },
};

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
