import type { JobStep } from '../../jobs/jobStep.ts';
import { type PlatformConnection, paceOf } from '../platformConnection.ts';
import type { UploadRecord } from './uploadRecords.ts';
import { callPlatform, expectSuccess, type PlatformCall } from '../callPlatform.ts';

export interface Leftovers {
  readonly removed: readonly UploadRecord[];
  /** Files that the platform refused but still has: its API cannot remove files. */
  readonly stay: readonly UploadRecord[];
}

/** Removes the remains of unfinished uploads from the platform. */
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

/**
 * Removes the remains of an unfinished upload. For a finished one, the platform reports success but removes nothing.
 */
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
