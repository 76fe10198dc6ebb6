import { setTimeout as delay } from 'node:timers/promises';
import { paceOf, type PlatformConnection } from './platformConnection.ts';

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
