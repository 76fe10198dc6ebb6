import { callPlatform, expectSuccess, type PlatformCall } from '../callPlatform.ts';
import { paceOf, type PlatformConnection } from '../platformConnection.ts';

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
