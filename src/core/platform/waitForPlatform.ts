import { setTimeout as delay } from 'node:timers/promises';
import { paceOf, type PlatformConnection } from './platformConnection.ts';
import { EdkError } from '../errors/edkError.ts';
import { listExtensions } from './platformApi.ts';
import type { ExtensionList } from './schemas/extensionList.ts';
import { callPlatform, type PlatformCall } from './callPlatform.ts';

/** Of the time that it has taken already: what is over is noticed a tenth too late at most. */
const PAUSE_SHARE = 0.1;

/**
 * Looks again and again, quick at first, until there is something to see; undefined when the time is over. A platform
 * that takes long to answer is left alone for as long as it took: it does nothing else meanwhile.
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
 * The platform's list, asked for again while the platform answers with errors: it does so now and then while it
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

/** The same where the list only adds to what is known: empty when it cannot be had. */
export async function listIfPossible(platform: PlatformConnection, signal: AbortSignal): Promise<ExtensionList> {
  try {
    return await listPatiently(platform, signal);
  } catch (error) {
    if (!(error instanceof EdkError)) throw error;
    return { extensions: [], broken: [] };
  }
}

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
