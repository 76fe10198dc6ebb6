import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning } from '../process/process.ts';
import type { JobOutcome } from './jobEvent.ts';
import { readJobRecord, type JobRecord, jobFolder, jobsFolder, readJobEnd } from './journal.ts';
import { removeAbandonedFolders } from '../files/temporaryFiles.ts';
import { writePrivateFile } from '../files/writeFiles.ts';

export interface JobSummary extends JobRecord {
  readonly folder: string;
  /** `interrupted`: its process is gone without having said how it ended. */
  readonly state: 'running' | 'interrupted' | JobOutcome;
}

/** The latest jobs, newest first; at most `limit`. Folders that are not jobs are left out. */
export async function listJobs(
  stateFolder: string,
  { limit = 50 }: { readonly limit?: number } = {},
): Promise<readonly JobSummary[]> {
  // The name of a job begins with its time, so the newest are found without reading all.
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
  // Between its last event and its record a process may have been killed, or have just ended.
  return (await readJobRecord(folder))?.outcome ?? (await readJobEnd(folder))?.outcome ?? 'interrupted';
}

interface JournalLimits {
  readonly days: number;
  /** Of all journals together. */
  readonly bytes: number;
}

const usualLimits: JournalLimits = { days: 30, bytes: 200_000_000 };

/**
 * Removes journals that are too old, and the oldest ones while all together are too large; never one of a job that runs,
 * nor the newest ten.
 *
 * @returns the ids of those removed.
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

/** Removes old journals and what killed runs left, at most once a day; a failure waits for the next time. */
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
    // The job has ended well or badly by now; a journal too many changes nothing about that.
  }
}
