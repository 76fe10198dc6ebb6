import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isRunning } from '../process/processIdentity.ts';

const recordSchema = z.object({
  pid: z.number(),
  url: z.string(),
  registry: z.object({ push: z.string(), pull: z.string() }),
  buildVersion: z.string(),
  startedAt: z.string(),
  folders: z.object({ dags: z.string(), plugins: z.string(), charts: z.string(), logs: z.string() }),
});

/** What a running local platform says of itself in `<state>/platform/platform.json`. */
export type LocalPlatformRecord = z.infer<typeof recordSchema>;

export function localPlatformFolder(stateFolder: string): string {
  return join(stateFolder, 'platform');
}

/** The local platform that runs now; undefined when there is none. */
export async function readLocalPlatform(stateFolder: string): Promise<LocalPlatformRecord | undefined> {
  let text: string;
  try {
    text = await readFile(join(localPlatformFolder(stateFolder), 'platform.json'), 'utf8');
  } catch {
    return undefined;
  }
  const record = recordSchema.parse(JSON.parse(text));
  return (await isRunning({ pid: record.pid })) ? record : undefined;
}
