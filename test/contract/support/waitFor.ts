import { setTimeout as sleep } from 'node:timers/promises';

/** As long as a real platform may take: its list is up to 30 s old, and a refresh of it takes some seconds, too. */
const patienceSeconds = 75;

/** Waits for a fact and returns it; fails with what was seen last. */
export async function waitFor<T>(
  what: string,
  look: () => Promise<T>,
  holds: (seen: T) => boolean,
  seconds = patienceSeconds,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (let pause = 50; ; pause = Math.min(pause * 1.5, 1000)) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (Date.now() > end) {
      throw new Error(`${what}: not within ${seconds} s; seen last: ${JSON.stringify([seen]).slice(0, 600)}`);
    }
    await sleep(pause);
  }
}
