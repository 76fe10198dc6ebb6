import { posix } from 'node:path';
import { isBelow } from '../../project/projectFiles.ts';
import type { Project } from '../../project/project.ts';
import { findImports } from '../../project/python/findImports.ts';
import { pythonOf } from '../../project/python/readDag.ts';
import { isParsed } from '../../project/readImage.ts';
import type { SourceFile } from '../../project/sourceFile.ts';
import { airflowFiles, type AirflowFiles, isDagFile, isDagOrOperator } from '../dag/airflowFiles.ts';
import { findAnywhere } from '../dag/modules.ts';
import type { Rule } from '../rule.ts';
import { contextFiles, copySteps, filesOf } from './copies.ts';
import { fromRange } from './dockerfile.ts';

export const dagBase: Rule = {
  id: 'image/dag-base',
  needs: 'files',
  severity: 'error',
  title: 'An image with DAGs does not start from base-installer',
  why: 'A Job of the chart runs the DAG image, and base-installer contains the program that copies its files into Airflow. Without it, the Job ends and no DAG appears.',
  remedy: 'Use FROM local-only/base-installer:latest.',
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

/** Whether a file belongs to an image whose Dockerfile is in a subfolder. */
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

export const dagFileNotCopied: Rule = {
  id: 'image/dag-file-not-copied',
  needs: 'files',
  severity: 'error',
  warns: 'once',
  title: 'A DAG or operator file is missing from the DAG image',
  why: 'Only files below /kaapana/tmp in the image reach Airflow. A DAG that is not copied never appears; an operator that is not copied breaks the DAGs that import it.',
  remedy: 'Copy the file to /kaapana/tmp/dags/, or remove it from the folder of the Dockerfile.',
  *check(project) {
    const airflow = airflowFiles(project);
    const placed = new Set(airflow.placed.values());
    for (const image of project.images) {
      if (image.role !== 'dag' || !isParsed(image)) continue;
      const steps = copySteps(image);
      const carrying = steps.find(({ target }) => target.startsWith('/kaapana/tmp/'));
      for (const source of project.dagFiles.values()) {
        if (!isBelow(source.path, image.contextPath) || placed.has(source) || !isDagOrOperator(source)) continue;
        const path = image.contextPath === '.' ? source.path : source.path.slice(image.contextPath.length + 1);
        const what = `The ${isDagFile(source) ? 'DAG' : 'operator'} ${path}`;
        const severity = isNeeded(project, airflow, source) ? 'error' : 'warning';
        if (image.ignoreRules.ignores(path)) {
          const range = steps[0]?.range ?? fromRange(image);
          yield { message: `${what} is excluded by .dockerignore.`, range, severity };
        } else if (airflow.complete) {
          const elsewhere = steps.some(({ sources }) => sources.some((one) => filesOf(one, [path]).length > 0));
          const message = `${what} is not copied into the image${elsewhere ? ' below /kaapana/tmp' : ''}.`;
          yield { message, range: (carrying ?? steps[0])?.range ?? fromRange(image), severity };
        }
      }
    }
  },
};

/** Whether something fails without the file: there is no other DAG, or a copied file imports it. */
function isNeeded({ dagFiles }: Project, { placed }: AirflowFiles, left: SourceFile): boolean {
  const copied = [...placed.values()];
  if (isDagFile(left) && !copied.some(isDagFile)) return true;
  const find = findAnywhere(dagFiles);
  return copied.some((source) =>
    findImports(pythonOf(source)).some((one) => {
      const found = find(source.path, one);
      const inFolder = (name: string) => find(`${found?.folder ?? ''}/x`, { module: name, level: 1 })?.file === left;
      return found?.file === left || (found?.folder !== undefined && one.names.some(({ name }) => inFolder(name)));
    }),
  );
}
