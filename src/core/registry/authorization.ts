import { z } from 'zod';
import type { HttpClient } from '../http/httpClient.ts';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

const tokenSchema = z.union([
  z.object({ token: z.string() }).transform(({ token }) => token),
  z.object({ access_token: z.string() }).transform(({ access_token: token }) => token),
]);

export interface Challenge {
  /** Header WWW-Authenticate of the answer 401. */
  readonly header: string;
  readonly credentials: Credentials | undefined;
  readonly http: HttpClient;
  readonly signal: AbortSignal;
  readonly deadlineMs: number;
}

/** The header Authorization that answers a registry's challenge; undefined when there is no answer to it. */
export async function answerChallenge(challenge: Challenge): Promise<string | undefined> {
  const { header, credentials } = challenge;
  const basic = credentials === undefined ? undefined : basicHeader(credentials);
  if (!/^bearer /i.test(header)) return basic;
  const parameters = new Map([...header.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]));
  const realm = parameters.get('realm');
  if (realm === undefined || !URL.canParse(realm)) return undefined;
  const url = new URL(realm);
  for (const key of ['service', 'scope']) {
    const value = parameters.get(key);
    if (value !== undefined) url.searchParams.set(key, value);
  }
  const answer = await challenge.http.send({
    method: 'GET',
    url,
    headers: basic === undefined ? {} : { authorization: basic },
    signal: challenge.signal,
    deadlineMs: challenge.deadlineMs,
  });
  if (answer.status !== 200) return undefined;
  const token = tokenSchema.safeParse(parseJson(answer.text()));
  return token.success ? `Bearer ${token.data}` : undefined;
}

function basicHeader({ username, password }: Credentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
