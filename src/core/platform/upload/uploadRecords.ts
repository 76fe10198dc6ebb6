import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { writePrivateFile } from '../../files/writeFiles.ts';
import { parseJson } from '../../text/parseJson.ts';

const recordSchema = z.object({
  platform: z.string(),
  /** Name of the file on the platform. */
  name: z.string(),
  /** Id of an unfinished upload; without it, the platform refused the file but still has it. */
  id: z.string().optional(),
  since: z.string(),
});

/** What an upload left on the platform. */
export type UploadRecord = z.infer<typeof recordSchema>;

/** This machine's record of uploads that left something behind, which the platform itself does not list. */
export interface UploadRecords {
  begun(upload: { readonly id: string; readonly name: string }): Promise<void>;
  /** Call when nothing is left of it. */
  ended(id: string): Promise<void>;
  refused(name: string): Promise<void>;
  /** Call when a good file has replaced it. */
  replaced(name: string): Promise<void>;
  list(): Promise<UploadRecord[]>;
}

/** One small file per upload below the state folder, which outlives a killed process. */
export function createUploadRecords(stateFolder: string, platform: string): UploadRecords {
  const folder = join(stateFolder, 'uploads');
  const fileOf = (key: string) =>
    join(folder, `${createHash('sha256').update(`${platform} ${key}`).digest('hex').slice(0, 24)}.json`);
  const write = (key: string, record: Pick<UploadRecord, 'name' | 'id'>) =>
    writePrivateFile(fileOf(key), JSON.stringify({ platform, since: new Date().toISOString(), ...record }));
  const forget = (key: string) => rm(fileOf(key), { force: true });
  return {
    begun: ({ id, name }) => write(id, { id, name }),
    ended: forget,
    refused: (name) => write(name, { name }),
    replaced: forget,
    async list() {
      const names = await readdir(folder).catch(() => []);
      const texts = await Promise.all(
        names
          .filter((name) => name.endsWith('.json'))
          .map((name) => readFile(join(folder, name), 'utf8').catch(() => '')),
      );
      const records = texts.map((text) => parseJson(text, recordSchema));
      return records
        .filter((record) => record?.platform === platform)
        .filter((record) => record !== undefined)
        .sort((a, b) => a.since.localeCompare(b.since, 'en'));
    },
  };
}
