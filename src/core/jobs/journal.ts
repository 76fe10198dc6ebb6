import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { readFile, open } from 'node:fs/promises';
import { closeSync, openSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { makePrivateFolder, privateFileMode, writePrivateFile } from '../files/writeFiles.ts';
import { explainFileError } from '../errors/fileErrors.ts';
import { parseJson } from '../text/parseJson.ts';
import type { JobEvent, JobEventSink } from './jobEvent.ts';
import { parseJobEvent } from './parseJobEvent.ts';

const jobs = 'jobs';

/** The folder with the journals of all jobs. */
export function jobsFolder(stateFolder: string): string {
  return join(stateFolder, jobs);
}

export function jobFolder(stateFolder: string, id: string): string {
  return join(jobsFolder(stateFolder), id);
}

/** Creates the folder of a job, which only its owner can read. */
export async function makeJobFolder(stateFolder: string, id: string): Promise<string> {
  return makePrivateFolder(stateFolder, jobs, id);
}

/** One event per line. */
export function journalFile(jobFolder: string): string {
  return join(jobFolder, 'events.ndjson');
}

/** Sortable by time, readable and unique: `20261122T093000Z-build-image-1a2b3c`. */
export function jobId(verb: string, started: string): string {
  const time = started.replaceAll(/[-:]|\.\d+/g, '');
  return `${time}-${verb.replaceAll(' ', '-')}-${randomBytes(3).toString('hex')}`;
}

const recordSchema = z.object({
  id: z.string(),
  verb: z.string(),
  project: z.string().optional(),
  /** Extension or release that it works on. */
  subject: z.string().optional(),
  process: z.object({ pid: z.number().int().positive(), started: z.string().optional() }),
  started: z.string(),
  outcome: z.enum(['succeeded', 'failed', 'cancelled']).optional(),
  /** Code of the EdkError with which it failed. */
  error: z.string().optional(),
});

/** The content of `job.json`. */
export type JobRecord = Readonly<z.infer<typeof recordSchema>>;

/** The record in a job's folder; undefined if there is no readable one. */
export async function readJobRecord(folder: string): Promise<JobRecord | undefined> {
  return parseJson(await readFile(join(folder, 'job.json'), 'utf8').catch(() => ''), recordSchema);
}

interface Journal {
  readonly folder: string;
  readonly sink: JobEventSink;
  close(end: Pick<JobRecord, 'outcome' | 'error'>): Promise<void>;
}

/** Opens `<state>/jobs/<id>/`. Every event is on disk before the job continues, so a crash loses none. */
export async function openJournal(stateFolder: string, record: JobRecord): Promise<Journal> {
  const folder = await makeJobFolder(stateFolder, record.id);
  const file = journalFile(folder);
  const descriptor = explained(file, () => openSync(file, 'a', privateFileMode));
  const save = (finished: Partial<JobRecord>): Promise<void> =>
    writePrivateFile(join(folder, 'job.json'), `${JSON.stringify({ ...record, ...finished }, null, 2)}\n`);
  await save({});
  return {
    folder,
    sink: (event: JobEvent) => void explained(file, () => writeSync(descriptor, `${JSON.stringify(event)}\n`)),
    close: async (end) => {
      closeSync(descriptor);
      await save(end);
    },
  };
}

function explained<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw explainFileError(error, file);
  }
}

/** How much of the journal's end is read: enough for an event with a long detail or value. */
const tailBytes = 256 * 1024;

/** The event with which a job ended; undefined if its journal has none (yet). */
export async function readJobEnd(folder: string): Promise<Extract<JobEvent, { type: 'job-finished' }> | undefined> {
  const file = await open(journalFile(folder), 'r').catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(
      Buffer.alloc(Math.min(size, tailBytes)),
      0,
      undefined,
      Math.max(0, size - tailBytes),
    );
    for (const line of buffer.subarray(0, bytesRead).toString('utf8').split('\n').reverse()) {
      const event = parseJobEvent(line);
      if (event?.type === 'job-finished') return event;
    }
    return undefined;
  } finally {
    await file.close();
  }
}
