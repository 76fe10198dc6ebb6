import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writePrivateFile } from '../../core/files/writeFiles.ts';
import { parseJson } from '../../core/text/parseJson.ts';

const noteSchema = z.object({
  multiInstallable: z.boolean(),
  /** Names only: Helm keeps the values, and keeps them where secrets are kept. */
  parameters: z.array(z.string()),
  /** Why its last uninstall got no further; Helm does not keep that. */
  trouble: z.string().default(''),
});
export type ReleaseNote = z.infer<typeof noteSchema>;

/** What the platform knows of a release and Helm does not keep. A lost note takes nothing away from the release. */
export interface ReleaseNotes {
  read(release: string): Promise<ReleaseNote | undefined>;
  write(release: string, note: ReleaseNote): Promise<void>;
  remove(release: string): Promise<void>;
}

export function createReleaseNotes(folder: string): ReleaseNotes {
  const fileOf = (release: string) => join(folder, `${release}.json`);
  return {
    async read(release) {
      return parseJson(await readFile(fileOf(release), 'utf8').catch(() => ''), noteSchema);
    },
    write: (release, note) => writePrivateFile(fileOf(release), `${JSON.stringify(note)}\n`),
    remove: (release) => rm(fileOf(release), { force: true }),
  };
}
