import { createHash, randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { EdkError } from '../errors/edkError.ts';
import { explainFileError } from '../errors/fileErrors.ts';
import { makePrivateFolder, privateFileMode } from '../files/writeFiles.ts';
import { isRunning, processIdentity, type ProcessIdentity } from '../process/process.ts';
import { parseJson } from '../text/parseJson.ts';

const holderSchema = z.object({
  token: z.string(),
  verb: z.string(),
  since: z.string(),
  process: z.object({ pid: z.number(), started: z.string().optional() }),
});
type LockHolder = z.infer<typeof holderSchema>;

export interface LockRequest {
  readonly stateFolder: string;
  readonly project: string;
  readonly verb: string;
  /** Called before the work begins if the last holder was killed. */
  readonly onTakenOver?: ((killed: ProcessIdentity) => Promise<void>) | undefined;
}

/**
 * Runs `work` while no other job works on the same project. The lock of a process that no longer exists is taken over.
 *
 * @throws EdkError `busy`, naming the holder.
 */
export async function withProjectLock<T>(request: LockRequest, work: () => Promise<T>): Promise<T> {
  const key = createHash('sha256').update(request.project).digest('hex').slice(0, 24);
  const file = join(request.stateFolder, 'locks', `${key}.lock`);
  const holder: LockHolder = {
    token: randomUUID(),
    verb: request.verb,
    since: new Date().toISOString(),
    process: await processIdentity(process.pid),
  };
  let killed: ProcessIdentity | undefined;
  try {
    await makePrivateFolder(dirname(file));
    killed = await acquire(file, holder, request.project);
  } catch (error) {
    throw explainFileError(error, file);
  }
  try {
    if (killed !== undefined) await request.onTakenOver?.(killed);
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

/** @returns the process whose lock it took over. */
async function acquire(file: string, holder: LockHolder, project: string): Promise<ProcessIdentity | undefined> {
  const draft = `${file}.${holder.token}`;
  let killed: ProcessIdentity | undefined;
  await writeFile(draft, JSON.stringify(holder), { mode: privateFileMode });
  try {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      if (await claim(draft, file)) return killed;
      const current = await readHolder(file);
      if (current === undefined) continue;
      if (current !== 'unreadable' && (await isRunning(current.process))) throw busy(current, project);
      if (current !== 'unreadable') killed = current.process;
      await removeStale(file, current);
    }
    throw new EdkError('busy', `Other edk processes are competing for ${project}.`);
  } finally {
    await rm(draft, { force: true });
  }
}

/** A hard link either appears whole or fails, so nobody ever reads a half-written lock. */
async function claim(draft: string, file: string): Promise<boolean> {
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Moves the lock of a dead process away; puts it back if it turns out to be a new lock of a faster process. */
async function removeStale(file: string, stale: LockHolder | 'unreadable'): Promise<void> {
  const aside = `${file}.stale-${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  const moved = await readHolder(aside);
  const isFresh = moved !== undefined && moved !== 'unreadable';
  if (isFresh && (stale === 'unreadable' || moved.token !== stale.token)) await claim(aside, file);
  await rm(aside, { force: true });
}

/** Locks appear complete, so an unreadable one was left by a power failure. */
async function readHolder(file: string): Promise<LockHolder | 'unreadable' | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  return parseJson(text, holderSchema) ?? 'unreadable';
}

function busy(holder: LockHolder, project: string): EdkError {
  return new EdkError(
    'busy',
    `"edk ${holder.verb}" (process ${holder.process.pid}) has been working on ${project} since ${holder.since}.`,
  );
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
