import { readFile } from 'node:fs/promises';

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Start time in clock ticks since boot, where /proc tells it. */
  readonly started?: string | undefined;
}

export async function processIdentity(pid: number): Promise<ProcessIdentity> {
  return { pid, started: await startTime(pid) };
}

export async function isRunning(identity: ProcessIdentity): Promise<boolean> {
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EPERM') return true;
    return false;
  }
  return identity.started === undefined || identity.started === (await startTime(identity.pid));
}

/** Field 22 of /proc/PID/stat; the command in field 2 may contain blanks and parentheses (proc(5)). */
async function startTime(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
