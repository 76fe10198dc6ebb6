import { isParsed } from '../../project/readImage.ts';
import type { Rule } from '../rule.ts';
import { contextFiles } from './contextFiles.ts';
import { copySteps, filesOf } from './copySteps.ts';
import { fromRange } from './imageRanges.ts';

export const dagFileNotCopied: Rule = {
  id: 'image/dag-file-not-copied',
  needs: 'files',
  severity: 'error',
  title: 'The DAG image leaves a DAG or operator file behind',
  why: 'Only what the image has below /kaapana/tmp reaches Airflow. A DAG that is not copied is never shown; an operator that is not copied breaks the DAG that imports it.',
  remedy: 'Copy the file to /kaapana/tmp/dags/, or remove it from the folder of the Dockerfile.',
  *check(project) {
    for (const image of project.images) {
      if (image.role !== 'dag' || !isParsed(image)) continue;
      const steps = copySteps(image);
      const carried = steps.filter(({ target }) => target.startsWith('/kaapana/tmp/'));
      for (const file of contextFiles(project, image)) {
        const isDag = /(?:^|\/)dag_[^/]*\.py$/u.test(file.inContext);
        if (!project.dagFiles.has(file.path) || !(isDag || /Operator[^/]*\.py$/u.test(file.inContext))) continue;
        const copied = (among: typeof steps): boolean =>
          among.some(({ sources }) => sources.some((source) => filesOf(source, [file.inContext]).length > 0));
        const what = isDag ? 'DAG' : 'operator';
        if (file.ignored) {
          yield {
            message: `The ${what} ${file.inContext} is left out by .dockerignore.`,
            range: steps[0]?.range ?? fromRange(image),
          };
        } else if (!copied(carried)) {
          const elsewhere = copied(steps) ? ' below /kaapana/tmp' : '';
          yield {
            message: `The ${what} ${file.inContext} is not copied into the image${elsewhere}.`,
            range: (carried[0] ?? steps[0])?.range ?? fromRange(image),
          };
        }
      }
    }
  },
};
