import { callPlatform, expectSuccess, type PlatformCall } from './callPlatform.ts';
import { paceOf, type PlatformConnection } from './platformConnection.ts';

/** Asks the platform to fetch its collections of extensions again. Its yes means that this has begun. */
export async function updateExtensions(platform: PlatformConnection, signal: AbortSignal): Promise<void> {
  // It removes the former collection first, and waits for that.
  const call: PlatformCall = {
    method: 'GET',
    path: '/update-extensions',
    deadlineMs: paceOf(platform).installDeadlineMs,
  };
  expectSuccess(platform, call, await callPlatform(platform, call, signal));
}
