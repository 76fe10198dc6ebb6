import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { allOrFirstError } from '../errors/allOrFirstError.ts';
import { EdkError } from '../errors/edkError.ts';
import { explainFileError } from '../errors/fileErrors.ts';
import type { Chart, BuildableProject } from './buildableProject.ts';
import { findChart } from './findChart.ts';
import type { OperatorMemory } from './operatorMemory.ts';
import { readChart } from './readChart.ts';
import { readImages } from './readImages.ts';
import { readOperators } from './readOperators.ts';

export interface ReadProjectOptions {
  readonly buildArguments: Readonly<Record<string, string>>;
  readonly operatorMemory?: OperatorMemory | undefined;
}

/**
 * Reads an extension's folder once.
 *
 * @throws EdkError `project.notFound` when there is no such folder or neither a Dockerfile nor a chart in it, and what
 * is wrong with its Dockerfiles and chart.
 */
export async function readProject(folder: string, options: ReadProjectOptions): Promise<BuildableProject> {
  const root = resolve(folder);
  await requireFolder(root);
  const [images, chart] = await allOrFirstError([
    readImages(root, { buildArguments: options.buildArguments }),
    readChartIfAny(root),
  ]);
  if (images.length === 0 && chart === undefined) {
    throw noProject(root);
  }
  const contexts = images.filter((image) => image.role === 'dag').map((image) => image.context);
  const { imageReferences, problems } = await readOperators(contexts, options.operatorMemory);
  return { folder: root, name: basename(root), images, chart, imageReferences, problems };
}

export function noProject(folder: string): EdkError {
  return new EdkError('project.notFound', `${folder} is no extension: it has neither a Dockerfile nor a chart.`, {
    place: { file: folder },
  });
}

/** @throws EdkError `project.notFound`, saying what is there instead. */
export async function requireFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
      throw new EdkError('project.notFound', `There is no folder ${folder}.`, {
        place: { file: folder },
        cause: error,
      });
    }
    throw explainFileError(error, folder);
  });
  if (!found.isDirectory()) {
    throw new EdkError('project.notFound', `${folder} is a file, not the folder of an extension.`, {
      place: { file: folder },
    });
  }
}

async function readChartIfAny(folder: string): Promise<Chart | undefined> {
  const chartFolder = await findChart(folder).catch((error: unknown) => {
    if (error instanceof EdkError && error.code === 'chart.missing') return undefined;
    throw error;
  });
  return chartFolder === undefined ? undefined : readChart(chartFolder);
}
