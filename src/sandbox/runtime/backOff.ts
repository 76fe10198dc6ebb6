import { setTimeout as sleep } from 'node:timers/promises';
import type { BackOff } from '../start/platformOptions.ts';

/** Waits before try number `tries` (from 0): longer each time. */
export async function waitBeforeRetry(backOff: BackOff, tries: number, signal: AbortSignal): Promise<void> {
  await sleep(Math.min(backOff.firstMs * 2 ** tries, backOff.longestMs), undefined, { signal });
}
