import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning } from '../process/process.ts';
import type { JobOutcome } from './jobEvent.ts';
import { readJobRecord, type JobRecord, jobFolder, jobsFolder, readJobEnd } from './journal.ts';
import { removeAbandonedFolders } from '../files/temporaryFiles.ts';
import { writePrivateFile } from '../files/writeFiles.ts';

export interface JobSummary extends JobRecord {
  readonly folder: string;
  /** `interrupted`: its process ended without recording an outcome. */
  readonly state: 'running' | 'interrupted' | JobOutcome;
}

/** The latest jobs, newest first, at most `limit`. Other folders are ignored. */
export async function listJobs(
  stateFolder: string,
  { limit = 50 }: { readonly limit?: number } = {},
): Promise<readonly JobSummary[]> {
  // A job's name begins with its time, so the newest ones are found without reading all.
  const names = await readdir(jobsFolder(stateFolder)).catch(() => []);
  const newest = names.sort().reverse().slice(0, limit);
  const jobs = await Promise.all(newest.map((name) => readJob(jobFolder(stateFolder, name))));
  return jobs.filter((job) => job !== undefined).sort((a, b) => b.started.localeCompare(a.started));
}

async function readJob(folder: string): Promise<JobSummary | undefined> {
  const record = await readJobRecord(folder);
  return record === undefined ? undefined : { ...record, folder, state: await stateOf(folder, record) };
}

async function stateOf(folder: string, record: JobRecord): Promise<JobSummary['state']> {
  if (record.outcome !== undefined) return record.outcome;
  if (await isRunning(record.process)) return 'running';
  // A process may have been killed, or be about to end, between its last event and its record.
  return (await readJobRecord(folder))?.outcome ?? (await readJobEnd(folder))?.outcome ?? 'interrupted';
}

interface JournalLimits {
  readonly days: number;
  /** Of all journals together. */
  readonly bytes: number;
}

const usualLimits: JournalLimits = { days: 30, bytes: 200_000_000 };

/**
 * Removes journals that are too old, and the oldest ones while the total is too large, but never those of running jobs
 * or the newest ten.
 *
 * @returns the ids of the removed jobs.
 */
export async function pruneJobs(stateFolder: string, limits: JournalLimits = usualLimits): Promise<string[]> {
  const oldest = Date.now() - limits.days * 24 * 60 * 60 * 1000;
  const removed: string[] = [];
  let bytes = 0;
  const names = (await readdir(jobsFolder(stateFolder)).catch(() => [])).filter((name) => /^\w/.test(name));
  const jobs = await listJobs(stateFolder, { limit: names.length });
  for (const [index, { id, folder, started, state }] of jobs.entries()) {
    bytes += await sizeOf(folder);
    if (index < 10 || state === 'running') continue;
    if (Date.parse(started) >= oldest && bytes <= limits.bytes) continue;
    await rm(jobFolder(stateFolder, id), { recursive: true, force: true });
    removed.push(id);
  }
  return removed;
}

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

const dayMs = 24 * 60 * 60 * 1000;

/** Removes old journals and remains of killed runs, at most once a day; after a failure, the next run tries again. */
export async function tidyDaily(stateFolder: string): Promise<void> {
  const mark = join(stateFolder, 'tidied');
  const last = await stat(mark).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  if (Math.abs(Date.now() - last) < dayMs) return;
  try {
    await writePrivateFile(mark, '');
    await pruneJobs(stateFolder);
    await removeAbandonedFolders();
  } catch {
    // The job's outcome is already known; a journal too many does not change it.
  }
}
