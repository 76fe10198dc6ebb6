import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { explainFileError } from '../errors/fileErrors.ts';
import { privateFileMode, writePrivateFile } from '../files/privateFiles.ts';
import type { JobEvent, JobEventSink } from './jobEvent.ts';
import type { JobRecord } from './jobRecord.ts';
import { journalFile, makeJobFolder } from './journalFolder.ts';

export interface Journal {
  readonly folder: string;
  readonly sink: JobEventSink;
  close(end: Pick<JobRecord, 'outcome' | 'error'>): Promise<void>;
}

/** Opens `<state>/jobs/<id>/`: every event is on disk before the job goes on, so a crash loses none. */
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
