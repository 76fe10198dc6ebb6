import type { HttpClient } from '../http/httpClient.ts';
import { explained, openIssuer, type IssuerOptions } from './openIssuer.ts';
import type { Session } from './session.ts';
import { sessionOf } from './sessionOf.ts';

/** What a program signs in with, where there is no browser. */
export type Grant =
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  /** The client itself is the user; its secret is among the issuer's options. */
  | { readonly kind: 'client' }
  | { readonly kind: 'refresh'; readonly session: Session & { readonly refreshToken: string } };

export async function signInByGrant(
  options: IssuerOptions,
  grant: Grant,
  { http, signal }: { readonly http: HttpClient; readonly signal: AbortSignal },
): Promise<Session> {
  const client = await import('openid-client');
  const configuration = await openIssuer(options, http, signal);
  return await explained(options.issuer, async () => {
    switch (grant.kind) {
      case 'password': {
        const { user: username, password } = grant;
        const parameters = { username, password, scope: 'openid' };
        return sessionOf(await client.genericGrantRequest(configuration, 'password', parameters), options);
      }
      case 'client':
        return sessionOf(await client.clientCredentialsGrant(configuration), options);
      case 'refresh': {
        const tokens = await client.refreshTokenGrant(configuration, grant.session.refreshToken);
        return sessionOf(tokens, options, grant.session);
      }
    }
  });
}
