import { setTimeout as delay } from 'node:timers/promises';
import { paceOf, type PlatformConnection } from './platformConnection.ts';

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
  const end = performance.now() + timeoutMs;
  for (let pause = firstPollMs; ; pause = Math.min(pause * 1.1, lastPollMs)) {
    const asked = performance.now();
    const seen = await look();
    if (seen !== undefined) return seen;
    const now = performance.now();
    if (now >= end) return undefined;
    await delay(Math.min(Math.max(pause, now - asked), end - now), undefined, { signal });
  }
}
