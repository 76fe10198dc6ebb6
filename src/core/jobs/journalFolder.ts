import { join } from 'node:path';
import { makePrivateFolder } from '../files/privateFiles.ts';

const jobs = 'jobs';

/** Where the journals of all jobs are. */
export function jobsFolder(stateFolder: string): string {
  return join(stateFolder, jobs);
}

export function jobFolder(stateFolder: string, id: string): string {
  return join(jobsFolder(stateFolder), id);
}

/** Makes the folder of a job; what a job tells is for its owner alone. */
export async function makeJobFolder(stateFolder: string, id: string): Promise<string> {
  return makePrivateFolder(stateFolder, jobs, id);
}

/** One event per line. */
export function journalFile(jobFolder: string): string {
  return join(jobFolder, 'events.ndjson');
}
