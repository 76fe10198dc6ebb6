import { createHash } from 'node:crypto';
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { EdkError } from '../errors/edkError.ts';
import { writePrivateFile } from '../files/writeFiles.ts';
import { parseJson } from '../text/parseJson.ts';

/** A sign-in to one platform. Everything in it is secret. */
export const sessionSchema = z.object({
  issuer: z.string(),
  clientId: z.string(),
  accessToken: z.string().min(1),
  refreshToken: z.string().optional(),
  /** By this machine's clock, in milliseconds; counted from the token's arrival, so that clocks may differ. */
  expiresAt: z.number().optional(),
  /** The project that was selected. */
  project: z.object({ id: z.string(), name: z.string() }).optional(),
});

export type Session = z.infer<typeof sessionSchema>;

/** Stores a sign-in between runs. */
export interface SessionStore {
  read(): Promise<Session | undefined>;
  write(session: Session): Promise<void>;
  remove(): Promise<void>;
}

interface Tokens {
  readonly access_token: string;
  readonly refresh_token?: string | undefined;
  /** Seconds. */
  readonly expires_in?: number | undefined;
}

export function sessionOf(tokens: Tokens, issuer: Pick<Session, 'issuer' | 'clientId'>, before?: Session): Session {
  const refreshToken = tokens.refresh_token ?? before?.refreshToken;
  return {
    issuer: issuer.issuer,
    clientId: issuer.clientId,
    accessToken: tokens.access_token,
    ...(refreshToken === undefined ? {} : { refreshToken }),
    ...(tokens.expires_in === undefined ? {} : { expiresAt: Date.now() + tokens.expires_in * 1000 }),
    ...(before?.project === undefined ? {} : { project: before.project }),
  };
}

/** A file below the state folder that only its owner can read, one per platform host. */
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
