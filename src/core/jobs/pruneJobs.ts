import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { jobFolder, jobsFolder } from './journalFolder.ts';
import { listJobs } from './listJobs.ts';

export interface JournalLimits {
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
