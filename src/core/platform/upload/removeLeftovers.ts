import type { JobStep } from '../../jobs/jobStep.ts';
import type { PlatformConnection } from '../platformConnection.ts';
import { abandonUpload } from './abandonUpload.ts';
import type { UploadRecord } from './uploadRecords.ts';

export interface Leftovers {
  readonly removed: readonly UploadRecord[];
  /** Files that the platform refused and has nevertheless: nothing of its API removes a file. */
  readonly stay: readonly UploadRecord[];
}

/** Removes what unfinished uploads left on the platform. */
export async function removeLeftovers(platform: PlatformConnection, step: JobStep): Promise<Leftovers> {
  const removed: UploadRecord[] = [];
  const stay: UploadRecord[] = [];
  for (const record of (await platform.uploads?.list()) ?? []) {
    if (record.id === undefined) {
      stay.push(record);
      continue;
    }
    await abandonUpload(platform, record.id, step.signal);
    await platform.uploads?.ended(record.id);
    removed.push(record);
  }
  return { removed, stay };
}
