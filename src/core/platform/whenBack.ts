import { EdkError } from '../errors/edkError.ts';
import { callPlatform, type PlatformCall } from './callPlatform.ts';
import { paceOf, type PlatformConnection } from './platformConnection.ts';
import { poll } from './poll.ts';

/**
 * Reads a fact of a platform that something is being done on: when it went away, to be restarted perhaps, then once
 * more when it is back.
 */
export async function whenBack<T>(
  platform: PlatformConnection,
  signal: AbortSignal,
  read: () => Promise<T>,
): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!mayBeAway(error) || !(await waitUntilBack(platform, signal))) throw error;
    return await read();
  }
}

/** False when the platform does not answer for a while. */
export async function waitUntilBack(platform: PlatformConnection, signal: AbortSignal): Promise<boolean> {
  const { awayMs, healthDeadlineMs } = paceOf(platform);
  const call: PlatformCall = { method: 'GET', path: '/health-check', deadlineMs: Math.min(awayMs, healthDeadlineMs) };
  const back = await poll(platform, { timeoutMs: awayMs, signal }, async () => {
    try {
      const { status } = await callPlatform(platform, call, signal);
      // Whatever stands before it says so while it is away.
      return status < 502 || status > 504 ? true : undefined;
    } catch (error) {
      if (isAway(error)) return undefined;
      throw error;
    }
  });
  return back === true;
}

/** What stands before a platform that is away answers in its place. */
function mayBeAway(error: unknown): boolean {
  return isAway(error) || (error instanceof EdkError && error.code === 'platform.failed');
}

/** Whether a platform did not answer at all. */
export function isAway(error: unknown): error is EdkError {
  return error instanceof EdkError && ['platform.unreachable', 'platform.timeout'].includes(error.code);
}
