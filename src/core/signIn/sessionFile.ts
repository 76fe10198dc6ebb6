import { createHash } from 'node:crypto';
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EdkError } from '../errors/edkError.ts';
import { writePrivateFile } from '../files/privateFiles.ts';
import { sessionSchema, type SessionStore } from './session.ts';
import { parseJson } from '../text/parseJson.ts';

/** A file below the state folder that only its owner can read, one for each platform's host. */
export function createSessionFile(stateFolder: string, platformUrl: string): SessionStore {
  const { origin } = new URL(platformUrl);
  const name = createHash('sha256').update(origin).digest('hex').slice(0, 16);
  const file = join(stateFolder, 'sign-in', `${name}.json`);
  return {
    async read() {
      const facts = await stat(file).catch(() => undefined);
      if (facts === undefined) return undefined;
      if (process.platform !== 'win32' && (facts.mode & 0o077) !== 0) {
        throw new EdkError(
          'platform.notSignedIn',
          `The sign-in in ${file} is not used, because other users can read it.`,
          {
            place: { file },
            remedy: 'Remove the file, end that session on the platform, and sign in again with "edk platform login".',
          },
        );
      }
      return parseJson(await readFile(file, 'utf8'), sessionSchema);
    },
    write: (session) => writePrivateFile(file, JSON.stringify(session)),
    remove: () => rm(file, { force: true }),
  };
}
