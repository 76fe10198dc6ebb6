import type { Session } from './session.ts';

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
