import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning, type ProcessIdentity } from './processIdentity.ts';

export interface EndOptions {
  /** How long it may take to end by itself. */
  readonly patienceMs: number;
  readonly signal: AbortSignal;
}

const pollMs = 50;

/** Asks another process to end, and ends it when it does not; returns when it is gone. */
export async function endProcess(
  identity: ProcessIdentity,
  { patienceMs, signal }: EndOptions,
): Promise<'ended' | 'killed'> {
  send(identity.pid, 'SIGTERM');
  const deadline = Date.now() + patienceMs;
  while (await isRunning(identity)) {
    if (Date.now() > deadline) {
      send(identity.pid, 'SIGKILL');
      while (await isRunning(identity)) await sleep(pollMs, undefined, { signal });
      return 'killed';
    }
    await sleep(pollMs, undefined, { signal });
  }
  return 'ended';
}

function send(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    // It ended meanwhile.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
