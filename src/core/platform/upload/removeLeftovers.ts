import type { JobStep } from '../../jobs/jobStep.ts';
import { type PlatformConnection, paceOf } from '../platformConnection.ts';
import type { UploadRecord } from './uploadRecords.ts';
import { callPlatform, expectSuccess, type PlatformCall } from '../callPlatform.ts';

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

/** Removes what the platform has of an unfinished upload; of a finished one it removes nothing and says yes, too. */
export async function abandonUpload(platform: PlatformConnection, id: string, signal: AbortSignal): Promise<void> {
  const { readDeadlineMs } = paceOf(platform);
  const call: PlatformCall = {
    method: 'DELETE',
    path: '/filepond-upload',
    headers: { 'content-type': 'text/plain' },
    body: id,
    deadlineMs: Math.min(readDeadlineMs, 5000),
  };
  expectSuccess(platform, call, await callPlatform(platform, call, signal));
}
