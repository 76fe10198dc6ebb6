import { setTimeout as delay } from 'node:timers/promises';
import { paceOf, type PlatformConnection } from './platformConnection.ts';

/** Looks again and again, quick at first, until there is something to see; undefined when the time is over. */
export async function poll<T extends object | boolean>(
  platform: PlatformConnection,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const { firstPollMs, lastPollMs } = paceOf(platform);
  const end = performance.now() + timeoutMs;
  for (let pause = firstPollMs; ; pause = Math.min(pause * 1.2, lastPollMs)) {
    const seen = await look();
    if (seen !== undefined) return seen;
    const left = end - performance.now();
    if (left <= 0) return undefined;
    await delay(Math.min(pause, left), undefined, { signal });
  }
}
