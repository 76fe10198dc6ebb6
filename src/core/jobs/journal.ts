import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { explainFileError } from '../errors/fileErrors.ts';
import { makeFolder } from '../files/makeFolder.ts';
import { writeFileAtomically } from '../files/writeFileAtomically.ts';
import type { JobEvent, JobEventSink } from './jobEvent.ts';
import type { JobRecord } from './jobRecord.ts';
import { jobFolder, journalFile } from './journalFolder.ts';

export interface Journal {
  readonly folder: string;
  readonly sink: JobEventSink;
  close(end: Pick<JobRecord, 'outcome' | 'error'>): Promise<void>;
}

/** Opens `<state>/jobs/<id>/`: every event is on disk before the job goes on, so a crash loses none. */
export async function openJournal(stateFolder: string, record: JobRecord): Promise<Journal> {
  const folder = jobFolder(stateFolder, record.id);
  const file = journalFile(folder);
  await makeFolder(folder);
  const descriptor = explained(file, () => openSync(file, 'a'));
  const save = (finished: Partial<JobRecord>): Promise<void> =>
    writeFileAtomically(join(folder, 'job.json'), `${JSON.stringify({ ...record, ...finished }, null, 2)}\n`);
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
