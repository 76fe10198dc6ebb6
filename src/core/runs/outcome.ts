import type { RunOutcome } from '../../shared/runs/runRecord.ts';
import { formatBytes, formatDuration } from '../text/formatAmounts.ts';
import type { ContainerEnd } from './engine/runEngine.ts';

export interface Outcome {
  readonly outcome: Exclude<RunOutcome, 'cancelled'>;
  /** Why it is not `done`, as a sentence. */
  readonly reason?: string | undefined;
}

export interface OutcomeFacts extends Pick<ContainerEnd, 'exitCode' | 'stopped' | 'outOfMemory' | 'lastLines'> {
  readonly timeoutMs: number;
  /** In bytes. */
  readonly memoryLimit: number;
}

/** By which a container says that there was nothing to do for it, and so for all that needs it. */
const skippedCode = 126;
/** A process that the kernel or Kubernetes ended: 128 and the number of SIGKILL. */
const killedCode = 137;

/** What the platform makes of the end of a container. */
export function readOutcome(facts: OutcomeFacts): Outcome {
  const { exitCode, stopped, outOfMemory, timeoutMs, memoryLimit, lastLines } = facts;
  if (stopped === 'timeout') {
    return { outcome: 'timedOut', reason: `It did not end within ${formatDuration(timeoutMs)}.` };
  }
  if (exitCode === 0) return { outcome: 'done' };
  if (outOfMemory) {
    return {
      outcome: 'outOfMemory',
      reason: `It needs more than the ${formatBytes(memoryLimit)} that its operator allows (ram_mem_mb_lmt).`,
    };
  }
  if (exitCode === skippedCode) {
    const hint = /permission denied/i.test(lastLines)
      ? ' A shell also ends with 126 for a script that may not be executed.'
      : '';
    return { outcome: 'skipped', reason: `It ended with 126: nothing to do.${hint}` };
  }
  const killed = exitCode === killedCode ? ': something killed it' : '';
  return { outcome: 'failed', reason: `It ended with ${exitCode}${killed}.` };
}
