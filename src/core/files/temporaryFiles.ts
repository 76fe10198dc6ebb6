import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, readdir, stat } from 'node:fs/promises';
import { tmpdir, hostname } from 'node:os';
import { join, dirname } from 'node:path';
import { EdkError } from '../errors/edkError.ts';
import { explainFileError, explainUnexpected } from '../errors/fileErrors.ts';
import { isRunning, processIdentity, type ProcessIdentity } from '../process/process.ts';

/** Gives `work` a new folder, gone afterwards whatever happened. */
export async function withTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const parent = tmpdir();
  const folder = await mkdtemp(join(parent, await temporaryPrefix())).catch((error: unknown) => {
    if (isFull(error)) throw noSpace(parent, error);
    throw isMissing(error) ? noParent(parent, error) : explainFileError(error, parent);
  });
  try {
    return await work(folder);
  } catch (error) {
    throw isFull(error) ? noSpace(parent, error) : explainFileError(explainUnexpected(error), folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}

function noSpace(parent: string, cause: unknown): EdkError {
  return new EdkError('disk.full', `No space left for temporary files in ${parent}.`, {
    remedy: 'Free some space there, or set TMPDIR to a folder on another disk.',
    cause,
  });
}

function noParent(parent: string, cause: unknown): EdkError {
  return new EdkError('settings.invalid', `The folder for temporary files (TMPDIR), ${parent}, does not exist.`, {
    remedy: 'Create the folder, or set TMPDIR to another one.',
    cause,
  });
}

/** Others may see this folder from a container, where the numbers of processes mean something else. In milliseconds. */
const certainlyAbandoned = 24 * 60 * 60 * 1000;

/** How the names of this process's temporary folders begin: they say whose they are. */
async function temporaryPrefix(): Promise<string> {
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
