import { setTimeout as delay } from 'node:timers/promises';
import { paceOf, type PlatformConnection } from './platformConnection.ts';
import { EdkError } from '../errors/edkError.ts';
import { listExtensions } from './platformApi.ts';
import type { ExtensionList } from './schemas/extensionList.ts';
import { callPlatform, type PlatformCall } from './callPlatform.ts';

/** Share of the elapsed time: the end is noticed at most a tenth too late. */
const PAUSE_SHARE = 0.1;

/**
 * Polls, quickly at first, until there is a result; undefined when the time is over. After a slow answer it waits as
 * long as the answer took, because the platform does nothing else meanwhile.
 */
export async function poll<T extends object | boolean>(
  platform: PlatformConnection,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const { firstPollMs, lastPollMs } = paceOf(platform);
  const start = performance.now();
  const end = start + timeoutMs;
  for (;;) {
    const asked = performance.now();
    const seen = await look();
    if (seen !== undefined) return seen;
    const now = performance.now();
    if (now >= end) return undefined;
    const pause = Math.min(Math.max((now - start) * PAUSE_SHARE, firstPollMs), lastPollMs);
    await delay(Math.min(Math.max(pause, now - asked), end - now), undefined, { signal });
  }
}

/**
 * The platform's list, requested again while the platform answers with errors, which sometimes happens while it
 * refreshes the list.
 */
export async function listPatiently(platform: PlatformConnection, signal: AbortSignal): Promise<ExtensionList> {
  const { listPatienceMs } = paceOf(platform);
  let failure: unknown;
  const list = await poll(platform, { timeoutMs: listPatienceMs, signal }, async () => {
    try {
      return await listExtensions(platform, signal);
    } catch (error) {
      if (!(error instanceof EdkError) || error.code !== 'platform.failed') throw error;
      failure = error;
      return undefined;
    }
  });
  if (list === undefined) throw failure;
  return list;
}

/** The same if the list is optional: empty if it is not available. */
export async function listIfPossible(platform: PlatformConnection, signal: AbortSignal): Promise<ExtensionList> {
  try {
    return await listPatiently(platform, signal);
  } catch (error) {
    if (!(error instanceof EdkError)) throw error;
    return { extensions: [], broken: [] };
  }
}

/**
 * Reads from a platform during an operation. If the platform is unavailable, for example during a restart, it reads
 * again when the platform is back.
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

/** False if the platform does not answer for a while. */
export async function waitUntilBack(platform: PlatformConnection, signal: AbortSignal): Promise<boolean> {
  const { awayMs, healthDeadlineMs } = paceOf(platform);
  const call: PlatformCall = { method: 'GET', path: '/health-check', deadlineMs: Math.min(awayMs, healthDeadlineMs) };
  const back = await poll(platform, { timeoutMs: awayMs, signal }, async () => {
    try {
      const { status } = await callPlatform(platform, call, signal);
      // Its reverse proxy answers while it is unavailable.
      return status < 502 || status > 504 ? true : undefined;
    } catch (error) {
      if (isAway(error)) return undefined;
      throw error;
    }
  });
  return back === true;
}

/** Whether the platform, or its reverse proxy in its place, may have failed because the platform is unavailable. */
function mayBeAway(error: unknown): boolean {
  return isAway(error) || (error instanceof EdkError && error.code === 'platform.failed');
}

/** Whether a platform did not answer at all. */
export function isAway(error: unknown): error is EdkError {
  return error instanceof EdkError && ['platform.unreachable', 'platform.timeout'].includes(error.code);
}
