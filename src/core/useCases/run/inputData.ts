import { createHash } from 'node:crypto';
import { opendir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { EdkError } from '../../errors/edkError.ts';
import { makePrivateFolder, writeCacheFile } from '../../files/writeFiles.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import type { DagTask } from '../../runs/dag/dagSchema.ts';
import { plainRun, type RunEngine } from '../../runs/engine/runEngine.ts';
import { isRunId } from '../../runs/runFolder.ts';
import { parseJson } from '../../text/parseJson.ts';
import type { EdkContext } from '../context/edkContext.ts';
import { generateSample } from '../sample/makeSample.ts';

/** What a run works on. */
export type DataChoice =
  | { readonly kind: 'sample' }
  | { readonly kind: 'folder'; readonly from: string }
  /** The output of an earlier run. */
  | { readonly kind: 'run'; readonly from: string };

const seriesSchema = z.object({
  uid: z.string(),
  modality: z.string(),
  description: z.string().optional(),
  /** Why no volume can be made of it. */
  problem: z.string().optional(),
});
const listSchema = z.object({ series: z.array(seriesSchema) });

export type DicomSeries = Readonly<z.infer<typeof seriesSchema>>;

/** What `--data` means: the generated sample, a folder, or an earlier run. */
export function readDataChoice(given: string | undefined): DataChoice {
  if (given === undefined || given === 'sample') return { kind: 'sample' };
  if (given === 'last' || (!given.includes('/') && isRunId(given) && /-\d{18}$/.test(given))) {
    return { kind: 'run', from: given };
  }
  return { kind: 'folder', from: resolve(given) };
}

/** @throws EdkError `run.noData`. */
export async function requireDataFolder(folder: string): Promise<string> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory() === true) return folder;
  const says = found === undefined ? 'does not exist' : 'is not a folder';
  throw new EdkError('run.noData', `${folder} ${says}.`);
}

interface DataTools {
  readonly edk: EdkContext;
  readonly engine: RunEngine;
  /** Reference of the stand-ins image. */
  readonly image: string;
}

const sampleOptions = { count: 1, broken: ['mixed-orientations'] };

/** The generated sample, with one series that nobody can make a volume of. It is made once for each version of its program. */
export async function provideSample({ edk, engine, image }: DataTools, step: JobStep): Promise<string> {
  const key = createHash('sha256')
    .update(`${image}\0${JSON.stringify(sampleOptions)}`)
    .digest('hex')
    .slice(0, 16);
  const parent = await makePrivateFolder(edk.settings.folders.cache, 'samples');
  const folder = join(parent, key);
  if ((await stat(folder).catch(() => undefined)) !== undefined) return folder;
  return step.run('Sample data', async (making) => {
    const unfinished = await makePrivateFolder(parent, `${key}.${process.pid}`);
    try {
      await generateSample({ engine, image, folder: unfinished, options: sampleOptions }, making);
      await rename(unfinished, folder).catch(async (error: unknown) => {
        // Another edk was quicker.
        if ((await stat(folder).catch(() => undefined)) === undefined) throw error;
      });
      return folder;
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
  });
}

/** The DICOM series of a folder; looked for again when a file in it changed. */
export async function listSeries(
  { edk, engine, image }: DataTools,
  folder: string,
  step: JobStep,
): Promise<{ readonly series: readonly DicomSeries[]; /** Tells the data from other data. */ readonly key: string }> {
  const key = await fingerprint(folder, image, step.signal);
  const file = join(edk.settings.folders.cache, 'series', `${key}.json`);
  const known = parseJson(await readFile(file, 'utf8').catch(() => ''), listSchema);
  if (known !== undefined) return { ...known, key };
  return step.run('Series of the data', async (listing) => {
    const command = ['python3', '-m', 'edk_stand_ins', 'series', '/edk/data'];
    const onLine = (line: string): void => {
      if (!line.startsWith('{')) listing.log(line);
    };
    const run = plainRun({ name: 'edk-series', image, command, signal: listing.signal, onLine });
    const end = await engine.run({ ...run, mounts: [{ folder, target: '/edk/data', mode: 'ro' }] });
    const listed = parseJson(end.output, listSchema);
    if (end.exitCode !== 0 || listed === undefined) {
      throw new EdkError('run.noData', `The series in ${folder} cannot be listed.`, { detail: end.lastLines });
    }
    await writeCacheFile(file, JSON.stringify(listed));
    listing.result(`${listed.series.length}`);
    return { ...listed, key };
  });
}

/** Names, sizes and times of all files, as of this program. */
async function fingerprint(folder: string, image: string, signal: AbortSignal): Promise<string> {
  const lines: string[] = [];
  for await (const entry of await opendir(folder, { recursive: true })) {
    signal.throwIfAborted();
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const { size, mtimeMs } = await stat(path);
    lines.push(`${path}\0${size}\0${mtimeMs}`);
  }
  return createHash('sha256')
    .update([image, folder, ...lines.sort()].join('\n'))
    .digest('hex');
}

const maskModalities = ['SEG', 'RTSTRUCT'];
const imageModalities = ['CT', 'MR', 'PT', 'NM', 'US', 'CR', 'DX', 'MG', 'XA'];
/** Operators that are given masks, and fetch the images that these belong to. */
const maskReaders = ['GetRefSeriesOperator', 'LocalGetRefSeriesOperator', 'Mask2nifitiOperator', 'DcmSeg2ItkOperator'];

/**
 * The series that a person would have chosen on the platform: of the modalities that the form names, else masks for a
 * workflow that starts with masks, else images.
 *
 * @throws EdkError `run.noData`.
 */
export function chooseSeries(
  series: readonly DicomSeries[],
  { input, tasks }: { readonly input: unknown; readonly tasks: readonly Pick<DagTask, 'operator'>[] },
): readonly DicomSeries[] {
  const named = modalitiesOf(input);
  const readsMasks = tasks.some(({ operator }) => maskReaders.includes(operator));
  const choices = named.length > 0 ? [named] : readsMasks ? [['SEG'], ['RTSTRUCT']] : [imageModalities];
  for (const wanted of choices) {
    const found = series.filter(({ modality }) => wanted.includes(modality.toUpperCase()));
    if (found.length > 0) return found;
  }
  const others = series.filter(({ modality }) => !maskModalities.includes(modality));
  if (named.length === 0 && !readsMasks && others.length > 0) return others;
  const has = [...new Set(series.map(({ modality }) => modality))].join(', ');
  const wants = named.length > 0 ? named.join(', ') : readsMasks ? 'SEG or RTSTRUCT' : 'images';
  const says = series.length === 0 ? 'The data contains no DICOM series' : `The data has ${has}`;
  throw new EdkError('run.noData', `${says}, but the workflow takes ${wants}.`);
}

function modalitiesOf(input: unknown): string[] {
  const texts = typeof input === 'string' ? input.split(',') : Array.isArray(input) ? input.map(String) : [];
  return texts.map((text) => text.trim().toUpperCase()).filter((text) => text !== '');
}
