import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EdkError } from '../../core/errors/edkError.ts';
import { writePrivateFile } from '../../core/files/writeFiles.ts';
import { processIdentity } from '../../core/process/process.ts';
import {
  accessFile,
  readPlatformRecord,
  type LocalPlatformAccess,
  type LocalPlatformRecord,
} from '../../core/settings/localPlatform.ts';

/** @throws EdkError `platform.alreadyRunning`. */
export async function checkNotRunning(stateFolder: string): Promise<void> {
  const running = await readPlatformRecord(stateFolder);
  if (running === undefined || running.pid === process.pid) return;
  throw new EdkError('platform.alreadyRunning', `A local platform is already running at ${running.url}.`);
}

/** Announces the platform that runs in this process. */
export async function writePlatformFile(
  stateFolder: string,
  content: Omit<LocalPlatformRecord, 'pid' | 'started' | 'startedAt'>,
): Promise<void> {
  const record: LocalPlatformRecord = {
    ...(await processIdentity(process.pid)),
    startedAt: new Date().toISOString(),
    ...content,
  };
  await writePrivateFile(fileOf(stateFolder), `${JSON.stringify(record, undefined, 2)}\n`);
}

export async function removePlatformFile(stateFolder: string): Promise<void> {
  await rm(fileOf(stateFolder), { force: true });
}

/** Tells everyone who can read the state folder how to use the API. */
export async function writeAccessFile(stateFolder: string, access: LocalPlatformAccess): Promise<void> {
  await writePrivateFile(accessFile(stateFolder), `${JSON.stringify(access)}\n`);
}

export async function removeAccessFile(stateFolder: string): Promise<void> {
  await rm(accessFile(stateFolder), { force: true });
}

function fileOf(stateFolder: string): string {
  return join(stateFolder, 'platform.json');
}
