import { findRenderedImages } from '../../project/references/findRenderedImages.ts';
import { keyRange, valueRange } from '../../project/sourceFile.ts';
import type { Rule } from '../rule.ts';
import { chartPlace, globalOf, isOwnName } from './chartImages.ts';

export const dagImage: Rule = {
  id: 'reference/dag-image',
  needs: 'files',
  severity: 'error',
  title: 'A chart installs a DAG image that this project does not build',
  why: 'The chart installs the image in global.image with the version of dag-installer-chart as its tag. If this project does not build that image, the tag is in no registry, and the DAG never reaches Airflow.',
  remedy: 'Set global.image in values.yaml to the IMAGE label of the DAG image, without a registry or a tag.',
  *check(project) {
    const dagImages = project.images.flatMap(({ role, name }) => (role === 'dag' && name !== undefined ? [name] : []));
    if (dagImages.length === 0) return;
    for (const { chart, values, global } of globalOf(project)) {
      if (!chart.dependencies.some(({ name }) => name === 'dag-installer-chart')) continue;
      const { image } = global;
      if (image === undefined || image === null) {
        yield {
          message: 'values.yaml does not set global.image, the DAG image to install.',
          range: keyRange(values, ['global']),
        };
        continue;
      }
      if (typeof image !== 'string' || dagImages.includes(image)) continue;
      const range = valueRange(values, ['global', 'image']);
      const [only, ...others] = dagImages;
      yield {
        message: `This project does not build an image "${image}". Its DAG image is ${dagImages.join(', ')}.`,
        range,
        fix:
          only !== undefined && others.length === 0
            ? { title: `Change to ${only}`, edits: [{ range, text: only }] }
            : undefined,
      };
    }
  },
};

/** The version of a chart until it is built. */
const unsetVersion = '0.0.0';

export const dagTag: Rule = {
  id: 'reference/dag-tag',
  needs: 'rendered',
  severity: 'error',
  title: 'The chart uses an image with a chart version that was never set',
  why: 'The dag-installer-chart pulls the DAG image with its own chart version as the tag. If that remains 0.0.0, the Job pulls <image>:0.0.0, which is never pushed, and fails with ImagePullBackOff.',
  remedy:
    'Set global.image in values.yaml to the DAG image of this project, and leave dag-installer-chart at version 0.0.0: the EDK sets the version in its copy.',
  *check(project, { manifests }) {
    for (const manifest of manifests) {
      for (const { reference, kind, name } of findRenderedImages([manifest])) {
        if (!reference.endsWith(`:${unsetVersion}`) || !isOwnName(project, reference)) continue;
        yield {
          message: `The ${kind} "${name}" uses ${reference}, which is never pushed.`,
          range: chartPlace(project, manifest),
        };
      }
    }
  },
};
