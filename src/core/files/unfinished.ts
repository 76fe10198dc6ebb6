import { randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { isRunning, processIdentity } from '../process/processIdentity.ts';

/** Numbers of processes mean nothing on other machines and in containers, which have names of their own. */
const host = hostname().replaceAll(/[^\w]/gu, '');
const namePattern = /\.edk-(\w*)-(\d+)-(\d+)-[0-9a-f]{8}\.tmp$/u;

/**
 * A name beside `target` for what becomes it when it is whole. It says which process writes it; what processes that were
 * killed have left in the folder is removed first.
 */
export async function unfinishedName(target: string): Promise<string> {
  await removeLeftOver(dirname(target));
  const { pid, started = '0' } = await processIdentity(process.pid);
  return `${target}.edk-${host}-${pid}-${started}-${randomBytes(4).toString('hex')}.tmp`;
}

async function removeLeftOver(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const [, where, pid, started] = namePattern.exec(name) ?? [];
    if (where !== host || pid === undefined || started === undefined) continue;
    const owner = { pid: Number(pid), started: started === '0' ? undefined : started };
    if (await isRunning(owner)) continue;
    // What belongs to somebody else stays.
    await rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined);
  }
}
