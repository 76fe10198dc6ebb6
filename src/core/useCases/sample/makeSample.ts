import { mkdir, readdir } from 'node:fs/promises';
import { z } from 'zod';
import { EdkError } from '../../errors/edkError.ts';
import { explainFileError } from '../../errors/fileErrors.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import { createDockerRunEngine } from '../../runs/engine/dockerRunEngine.ts';
import { plainRun, type RunEngine } from '../../runs/engine/runEngine.ts';
import { parseJson } from '../../text/parseJson.ts';
import { connectToDocker, type EdkContext } from '../context/edkContext.ts';
import { ensureRunImage } from '../run/ensureRunImage.ts';

export interface SampleOptions {
  /** Patients; 1 without it. */
  readonly count?: number | undefined;
  /** Rows and columns of a CT; 96 without it. */
  readonly size?: number | undefined;
  /** One more CT for each, broken in this way: see sample/broken.py. */
  readonly broken?: readonly string[] | undefined;
}

const truthSchema = z.object({
  series: z.array(
    z.object({
      patient: z.string(),
      visit: z.string(),
      uid: z.string(),
      modality: z.string(),
      /** Below the sample's folder. */
      folder: z.string(),
      /** How it is broken; undefined for a sound one. */
      broken: z.string().optional(),
    }),
  ),
});

/** What a sample's ground-truth.json says of its series; volumes and means are in the file. */
export type SampleTruth = z.infer<typeof truthSchema>;

/**
 * Writes generated DICOM series with their ground truth into a folder: the same files every time.
 *
 * @throws EdkError `target.exists` for a folder with something in it, `run.failed`, and what building an image throws.
 */
export async function makeSample(
  edk: EdkContext,
  { folder, ...options }: SampleOptions & { readonly folder: string },
  step: JobStep,
): Promise<SampleTruth> {
  await requireEmpty(folder);
  const connection = await connectToDocker(edk);
  const image = await ensureRunImage(edk, 'stand-ins', step);
  const engine = createDockerRunEngine(connection);
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw explainFileError(error, folder);
  });
  return step.run('Write the sample', (writing) => generateSample({ engine, image, folder, options }, writing));
}

interface Generation {
  readonly engine: RunEngine;
  /** Reference of the stand-ins image. */
  readonly image: string;
  /** Where the series go; it exists and is empty. */
  readonly folder: string;
  readonly options: SampleOptions;
}

/** Runs the generator. @throws EdkError `run.failed` with its own words, `docker.*`; AbortError. */
export async function generateSample(
  { engine, image, folder, options }: Generation,
  step: JobStep,
): Promise<SampleTruth> {
  const command = ['python3', '-m', 'edk_stand_ins', 'sample', '--output', '/output', '--options'];
  const run = plainRun({
    ...{ name: 'edk-sample', image, command: [...command, JSON.stringify(options)], signal: step.signal },
    onLine: (line) => {
      if (!line.startsWith('{')) step.log(line);
    },
  });
  const end = await engine.run({ ...run, mounts: [{ folder, target: '/output', mode: 'rw' }] });
  const truth = end.exitCode === 0 ? parseJson(end.output, truthSchema) : undefined;
  if (truth === undefined) {
    throw new EdkError('run.failed', 'The sample data could not be generated.', { detail: end.lastLines });
  }
  step.result(`${truth.series.length} series`);
  return truth;
}

async function requireEmpty(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw explainFileError(error, folder);
  });
  if (names.length === 0) return;
  throw new EdkError('target.exists', `${folder} is not empty.`, { remedy: 'Choose another folder with --output.' });
}
