import { createServer, type Server } from 'node:http';
import type { Configuration, customFetch as CustomFetchKey } from 'openid-client';
import type { HttpClient } from '../http/httpClient.ts';
import { explained, openIssuer, type IssuerOptions } from './openIssuer.ts';
import { type Session, sessionOf } from './session.ts';

/** A sign-in in the browser that waits for the user. */
export interface BegunSignIn {
  /** The page to open. */
  readonly url: string;
  /** Returned in the redirect, so that sign-ins cannot be confused. */
  readonly state: string;
  /** Turns the address to which the browser was redirected into a session. */
  finish(redirected: URL): Promise<Session>;
}

/** Authorization code with PKCE: the code alone, as in the browser's history, is useless. */
export async function beginSignIn(
  options: IssuerOptions,
  {
    http,
    redirectUri,
    signal,
  }: { readonly http: HttpClient; readonly redirectUri: string; readonly signal: AbortSignal },
): Promise<BegunSignIn> {
  const client = await import('openid-client');
  const configuration = await openIssuer(options, http, signal);
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const url = client.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: 'openid',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
  });
  return {
    url: url.href,
    state,
    finish: (redirected) =>
      explained(options.issuer, async () => {
        // The registered address with the received parameters, because proxies rewrite its scheme and host.
        const address = new URL(redirectUri);
        address.search = redirected.search;
        nameRedirect(configuration, client.customFetch, redirectUri);
        const tokens = await client.authorizationCodeGrant(configuration, address, {
          pkceCodeVerifier: verifier,
          expectedState: state,
        });
        return sessionOf(tokens, options);
      }),
  };
}

/**
 * The issuer only returns a token for the same redirect address. The library takes it from the received address,
 * without parameters, but an editor's redirect has parameters of its own.
 */
function nameRedirect(configuration: Configuration, customFetch: typeof CustomFetchKey, redirectUri: string): void {
  const send = configuration[customFetch];
  if (send === undefined) return;
  configuration[customFetch] = (url, options) => {
    const { body } = options;
    if (body instanceof URLSearchParams && body.has('code')) body.set('redirect_uri', redirectUri);
    return send(url, options);
  };
}

interface LoopbackOptions {
  readonly http: HttpClient;
  readonly signal: AbortSignal;
  /** Shows the address of the page to the user, or opens it. */
  readonly show: (url: string) => void;
}

/** Signs in with a browser on this machine, which is redirected to a local port. */
export async function signInWithLoopback(options: IssuerOptions, loopback: LoopbackOptions): Promise<Session> {
  const { http, signal, show } = loopback;
  const server = createServer();
  try {
    const port = await listen(server);
    const redirectUri = `http://127.0.0.1:${port}/signed-in`;
    const begun = await beginSignIn(options, { http, redirectUri, signal });
    const redirected = waitForRedirect(server, { state: begun.state, redirectUri, signal });
    show(begun.url);
    return await begun.finish(await redirected);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0 }, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

interface Awaited {
  readonly state: string;
  readonly redirectUri: string;
  readonly signal: AbortSignal;
}

/** Requests from other programs or hostile pages have a different state, so they are not the redirect. */
function waitForRedirect(server: Server, { state, redirectUri, signal }: Awaited): Promise<URL> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error('cancelled'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    server.on('request', (request, response) => {
      const url = new URL(request.url ?? '/', redirectUri);
      const isRedirect = url.pathname === '/signed-in' && url.searchParams.get('state') === state;
      response.writeHead(isRedirect ? 200 : 404, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
      response.end(isRedirect ? 'Signed in. You can close this page.\n' : 'Not found.\n', () => {
        if (!isRedirect) return;
        signal.removeEventListener('abort', stop);
        resolve(url);
      });
    });
  });
}
