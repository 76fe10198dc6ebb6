import { readdir } from 'node:fs/promises';
import { isRunning } from '../process/processIdentity.ts';
import type { JobOutcome } from './jobEvent.ts';
import { readJobRecord, type JobRecord } from './jobRecord.ts';
import { jobFolder, jobsFolder } from './journalFolder.ts';
import { readJobEnd } from './readJobEnd.ts';

export interface JobSummary extends JobRecord {
  readonly folder: string;
  /** `interrupted`: its process is gone without having said how it ended. */
  readonly state: 'running' | 'interrupted' | JobOutcome;
}

/** The latest jobs, newest first; at most `limit`. Folders that are no job are left out. */
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
