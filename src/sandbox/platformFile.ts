import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { EdkError } from '../core/errors/edkError.ts';
import { writeFileAtomically } from '../core/files/writeFileAtomically.ts';

/** What a running local platform tells about itself in `<state>/platform.json`. */
export const platformFileSchema = z.object({
  pid: z.number().int().positive(),
  url: z.string(),
  registry: z.object({ push: z.string(), pull: z.string() }),
  buildVersion: z.string(),
  startedAt: z.string(),
  folders: z.object({ dags: z.string(), plugins: z.string(), charts: z.string(), logs: z.string() }),
});

export type PlatformFile = z.infer<typeof platformFileSchema>;

/** The platform that runs with this state folder; undefined when none does. */
export async function readRunningPlatform(stateFolder: string): Promise<PlatformFile | undefined> {
  const text = await readFile(fileOf(stateFolder), 'utf8').catch(() => '');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  const platform = platformFileSchema.safeParse(parsed).data;
  return platform !== undefined && isAlive(platform.pid) ? platform : undefined;
}

/** @throws EdkError `platform.alreadyRunning`. */
export async function checkNotRunning(stateFolder: string): Promise<void> {
  const running = await readRunningPlatform(stateFolder);
  if (running === undefined || running.pid === process.pid) return;
  throw new EdkError('platform.alreadyRunning', `A local platform already runs at ${running.url}.`);
}

export async function writePlatformFile(stateFolder: string, content: PlatformFile): Promise<void> {
  await writeFileAtomically(fileOf(stateFolder), `${JSON.stringify(content, undefined, 2)}\n`);
}

export async function removePlatformFile(stateFolder: string): Promise<void> {
  await rm(fileOf(stateFolder), { force: true });
}

function fileOf(stateFolder: string): string {
  return join(stateFolder, 'platform.json');
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It lives, but belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
