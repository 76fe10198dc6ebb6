import { isParsed } from '../../project/readImage.ts';
import { posix } from 'node:path';
import type { Rule } from '../rule.ts';
import { contextFiles } from './contextFiles.ts';
import { fromRange } from './imageRanges.ts';

export const dagBase: Rule = {
  id: 'image/dag-base',
  needs: 'files',
  severity: 'error',
  title: 'An image with DAGs does not start from base-installer',
  why: 'A Job of the chart runs the DAG image, and base-installer brings the program that copies its files into Airflow. Without it the Job ends and no DAG appears.',
  remedy: 'Start the image FROM local-only/base-installer:latest.',
  *check(project) {
    for (const image of project.images) {
      if (image.role !== 'processing' || !isParsed(image)) continue;
      const dag = contextFiles(project, image).find(({ inContext, path }) => {
        return /^dag_[^/]*\.py$/u.test(posix.basename(inContext)) && !isOfInnerImage(project.images, image, path);
      });
      if (dag === undefined || image.bases.length === 0) continue;
      const base = image.bases.at(-1);
      const range = fromRange(image);
      const at = base === undefined ? range : image.file.rangeOf(base.start, base.end);
      yield {
        message: `${dag.inContext} is a DAG, but this image does not start from base-installer.`,
        range: at,
        fix: {
          title: 'Start from local-only/base-installer:latest',
          edits: [{ range: at, text: 'local-only/base-installer:latest' }],
        },
      };
    }
  },
};

/** Whether a file belongs to an image whose Dockerfile lies deeper. */
function isOfInnerImage(
  images: readonly { readonly contextPath: string }[],
  { contextPath: context }: { readonly contextPath: string },
  path: string,
): boolean {
  return images.some((other) => {
    return (
      other.contextPath.length > context.length && other.contextPath !== '.' && path.startsWith(`${other.contextPath}/`)
    );
  });
}
