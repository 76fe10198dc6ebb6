import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isRunning } from '../process/process.ts';
import { parseJson } from '../text/parseJson.ts';

const recordSchema = z.object({
  pid: z.number().int().positive(),
  /** Start of the process, see ProcessIdentity: its number may be another's after a reboot. */
  started: z.string().optional(),
  url: z.string(),
  registry: z.object({ push: z.string(), pull: z.string() }),
  buildVersion: z.string(),
  /** Context of the cluster that it installs into; without one it runs pods itself. */
  kubeContext: z.string().optional(),
  startedAt: z.string(),
  /** What it found damaged when it started and moved aside, one sentence each. */
  damage: z.array(z.string()).optional(),
  folders: z.object({ dags: z.string(), plugins: z.string(), charts: z.string(), logs: z.string() }),
});

/** What a running local platform says of itself in `<state>/platform/platform.json`. */
export type LocalPlatformRecord = z.infer<typeof recordSchema>;

const accessSchema = z.object({ url: z.string(), token: z.string().min(1) });

/** What a request to the local platform needs: its address and the token of this start. */
export type LocalPlatformAccess = z.infer<typeof accessSchema>;

/** In the platform's own folder; only its owner can read it. */
export function accessFile(platformFolder: string): string {
  return join(platformFolder, 'access.json');
}

export async function readPlatformAccess(platformFolder: string): Promise<LocalPlatformAccess | undefined> {
  return readJsonFile(accessFile(platformFolder), accessSchema);
}

/** Headers for every request to the local platform; undefined when another platform is at this address. */
export async function localPlatformHeaders(
  stateFolder: string,
  baseUrl: string,
): Promise<Readonly<Record<string, string>> | undefined> {
  const access = await readPlatformAccess(localPlatformFolder(stateFolder));
  if (access === undefined || new URL(access.url).origin !== new URL(baseUrl).origin) return undefined;
  return { authorization: `Bearer ${access.token}` };
}

export function localPlatformFolder(stateFolder: string): string {
  return join(stateFolder, 'platform');
}

/** The local platform that runs now; undefined when there is none. */
export async function readLocalPlatform(stateFolder: string): Promise<LocalPlatformRecord | undefined> {
  return readPlatformRecord(localPlatformFolder(stateFolder));
}

/** The same when its API has this address. */
export async function readLocalPlatformAt(url: string, stateFolder: string): Promise<LocalPlatformRecord | undefined> {
  const local = await readLocalPlatform(stateFolder);
  return local !== undefined && withoutSlash(local.url) === withoutSlash(url) ? local : undefined;
}

/** The same by the platform's own folder. */
export async function readPlatformRecord(platformFolder: string): Promise<LocalPlatformRecord | undefined> {
  const record = await readLastRecord(platformFolder);
  return record !== undefined && (await isRunning({ pid: record.pid, started: record.started })) ? record : undefined;
}

/** The one that a platform wrote which may have been killed; it takes the file away when it ends as it should. */
export async function readLastRecord(platformFolder: string): Promise<LocalPlatformRecord | undefined> {
  return readJsonFile(join(platformFolder, 'platform.json'), recordSchema);
}

/** Undefined when there is no such file, or something else is in it. */
async function readJsonFile<T>(file: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return parseJson(text, schema);
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/u, '');
}
