import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import { z } from 'zod';

const statsSchema = z.object({
  memory_stats: z.object({
    /** In bytes. */
    usage: z.number().optional(),
    /** The most so far, with control groups of version 1. */
    max_usage: z.number().optional(),
    stats: z.object({ total_inactive_file: z.number().optional(), inactive_file: z.number().optional() }).optional(),
  }),
});

/** Often at the start, for those that end soon. In milliseconds. */
const shortestPause = 100;
const longestPause = 1000;

/**
 * Looks at the memory of a container until the signal says that it ended.
 *
 * @returns the most that was in use, in bytes, without files that the system can let go; undefined when it was over
 * before the Engine told.
 */
export async function watchPeakMemory(container: Docker.Container, ended: AbortSignal): Promise<number | undefined> {
  let peak: number | undefined;
  for (let pause = shortestPause; !ended.aborted; pause = Math.min(pause * 1.2, longestPause)) {
    const stats: unknown = await container.stats({ stream: false, 'one-shot': true }).catch(() => undefined);
    const used = usedMemory(stats);
    if (used !== undefined && used > (peak ?? 0)) peak = used;
    await sleep(pause, undefined, { signal: ended }).catch(() => undefined);
  }
  return peak;
}

function usedMemory(stats: unknown): number | undefined {
  const memory = statsSchema.safeParse(stats).data?.memory_stats;
  if (memory?.usage === undefined) return undefined;
  const reclaimable = memory.stats?.total_inactive_file ?? memory.stats?.inactive_file ?? 0;
  return Math.max(0, memory.usage - reclaimable);
}
