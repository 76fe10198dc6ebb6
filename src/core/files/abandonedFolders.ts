import { readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRunning, processIdentity, type ProcessIdentity } from '../process/processIdentity.ts';

/** Others may see this folder from a container, where the numbers of processes mean something else. In milliseconds. */
const certainlyAbandoned = 24 * 60 * 60 * 1000;

/** How the names of this process's temporary folders begin: they say whose they are. */
export async function temporaryPrefix(): Promise<string> {
  const { pid, started = '0' } = await processIdentity(process.pid);
  return `edk-${pid}-${started}-`;
}

/**
 * Removes temporary folders of processes that were killed: all of `killed`, which is known to be gone, else what is a
 * day old and has no owner any more.
 */
export async function removeAbandonedFolders(killed?: ProcessIdentity): Promise<void> {
  const parent = tmpdir();
  for (const name of await readdir(parent).catch(() => [])) {
    const [, pid, started] = /^edk-(\d+)-(\d+)-\w{6}$/.exec(name) ?? [];
    if (pid === undefined || started === undefined) continue;
    const owner = { pid: Number(pid), started: started === '0' ? undefined : started };
    const folder = join(parent, name);
    const isAbandoned =
      killed === undefined
        ? (await isOld(folder)) && !(await isRunning(owner))
        : owner.pid === killed.pid && owner.started === killed.started;
    // What belongs to somebody else stays.
    if (isAbandoned) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function isOld(folder: string): Promise<boolean> {
  return stat(folder).then(
    ({ mtimeMs }) => Date.now() - mtimeMs > certainlyAbandoned,
    () => false,
  );
}
