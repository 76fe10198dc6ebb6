import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Start time in clock ticks since boot, where /proc tells it. */
  readonly started?: string | undefined;
}

export async function processIdentity(pid: number): Promise<ProcessIdentity> {
  return { pid, started: (await readStatus(pid))?.started };
}

/** A process that has ended counts as such although nobody asked for its exit code yet, as in containers without init. */
export async function isRunning(identity: ProcessIdentity): Promise<boolean> {
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EPERM') return true;
    return false;
  }
  const status = await readStatus(identity.pid);
  if (status?.state === 'Z') return false;
  return identity.started === undefined || identity.started === status?.started;
}

/** Fields 3 and 22 of /proc/PID/stat; the command in field 2 may contain blanks and parentheses (proc(5)). */
async function readStatus(
  pid: number,
): Promise<{ state?: string | undefined; started?: string | undefined } | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0], started: fields[19] };
  } catch {
    return undefined;
  }
}

interface EndOptions {
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
