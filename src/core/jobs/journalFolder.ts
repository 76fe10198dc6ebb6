import { join } from 'node:path';

/** Where the journals of all jobs are. */
export function jobsFolder(stateFolder: string): string {
  return join(stateFolder, 'jobs');
}

export function jobFolder(stateFolder: string, id: string): string {
  return join(jobsFolder(stateFolder), id);
}

/** One event per line. */
export function journalFile(jobFolder: string): string {
  return join(jobFolder, 'events.ndjson');
}
