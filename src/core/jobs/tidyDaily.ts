import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { removeAbandonedFolders } from '../files/abandonedFolders.ts';
import { writePrivateFile } from '../files/privateFiles.ts';
import { pruneJobs } from './pruneJobs.ts';

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
