import { EdkError } from '../errors/edkError.ts';
import type { HttpClient } from '../http/httpClient.ts';
import type { PlatformProject } from '../settings/settings.ts';
import { type Session, type SessionStore, sessionOf } from './session.ts';
import { explained, openIssuer, type IssuerOptions } from './openIssuer.ts';

/** Headers for every call; empty if no sign-in is required. */
export type Authorizer = (signal: AbortSignal) => Promise<Readonly<Record<string, string>>>;

/** Credentials from the environment for a program. */
export interface GivenCredentials {
  /** Used as it is. */
  readonly token: string | undefined;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly clientSecret: string | undefined;
}

export interface AuthorizerParts {
  readonly issuer: string;
  readonly clientId: string;
  readonly credentials: GivenCredentials;
  readonly store: SessionStore;
  readonly http: HttpClient;
  readonly project: PlatformProject | undefined;
}

/** A token that expires within this time is renewed. */
const marginMs = 60_000;

/**
 * Uses a given bearer token, otherwise user and password, otherwise the client's secret, otherwise the stored sign-in.
 * Tokens are renewed before they expire.
 */
export function createAuthorizer(parts: AuthorizerParts): Authorizer {
  let session: Promise<Session | undefined> | undefined;

  async function currentToken(signal: AbortSignal): Promise<string | undefined> {
    const { token } = parts.credentials;
    if (token !== undefined) return token;
    const before = session;
    session = (before ?? Promise.resolve(undefined)).then((known) => upToDate(known, parts, signal));
    try {
      return (await session)?.accessToken;
    } catch (error) {
      session = undefined;
      throw error;
    }
  }

  return async (signal) => {
    const token = await currentToken(signal);
    if (token === undefined) return {};
    const { project } = parts;
    return {
      authorization: `Bearer ${token}`,
      // The platform's pages keep the chosen project in a cookie of this name.
      ...(project === undefined ? {} : { cookie: `Project=${encodeURIComponent(JSON.stringify(project))}` }),
    };
  };
}

async function upToDate(
  known: Session | undefined,
  parts: AuthorizerParts,
  signal: AbortSignal,
): Promise<Session | undefined> {
  if (known !== undefined && !endsSoon(known)) return known;
  const grant = grantOf(parts.credentials);
  if (grant !== undefined) {
    const { issuer, clientId, credentials, http } = parts;
    return await signInByGrant({ issuer, clientId, clientSecret: credentials.clientSecret }, grant, { http, signal });
  }
  const kept = await parts.store.read();
  if (kept === undefined || !endsSoon(kept)) return kept;
  return await renew(kept, parts, signal);
}

function endsSoon({ expiresAt }: Session): boolean {
  return expiresAt !== undefined && expiresAt - Date.now() < marginMs;
}

function grantOf({ user, password, clientSecret }: GivenCredentials): Grant | undefined {
  if (user !== undefined && password !== undefined) return { kind: 'password', user, password };
  return clientSecret === undefined ? undefined : { kind: 'client' };
}

async function renew(session: Session, { store, http }: AuthorizerParts, signal: AbortSignal): Promise<Session> {
  const { refreshToken, issuer, clientId } = session;
  if (refreshToken === undefined) return mayStillBeUsed(session, undefined);
  try {
    const renewed = await signInByGrant(
      { issuer, clientId },
      { kind: 'refresh', session: { ...session, refreshToken } },
      { http, signal },
    );
    await store.write(renewed);
    return renewed;
  } catch (error) {
    signal.throwIfAborted();
    // Another process was faster, which made the old token invalid.
    const other = await store.read();
    if (other !== undefined && other.accessToken !== session.accessToken && !endsSoon(other)) return other;
    return mayStillBeUsed(session, error);
  }
}

function mayStillBeUsed(session: Session, cause: unknown): Session {
  if ((session.expiresAt ?? Infinity) > Date.now()) return session;
  throw new EdkError('platform.notSignedIn', 'Your sign-in to the platform has ended.', {
    cause,
    detail: cause instanceof EdkError ? cause.detail : undefined,
    remedy: 'Sign in again with "edk platform login".',
  });
}

/** Credentials of a program without a browser. */
type Grant =
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  /** The client itself signs in; its secret is part of the issuer's options. */
  | { readonly kind: 'client' }
  | { readonly kind: 'refresh'; readonly session: Session & { readonly refreshToken: string } };

async function signInByGrant(
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
