import type { Configuration, customFetch as CustomFetchKey } from 'openid-client';
import type { HttpClient } from '../http/httpClient.ts';
import { explained, openIssuer, type IssuerOptions } from './openIssuer.ts';
import type { Session } from './session.ts';
import { sessionOf } from './sessionOf.ts';

/** A sign-in in the browser that waits for the person. */
export interface BegunSignIn {
  /** The page to open. */
  readonly url: string;
  /** Comes back in the redirect, so that one sign-in is not taken for another. */
  readonly state: string;
  /** Turns the address that the browser was sent back to into a session. */
  finish(redirected: URL): Promise<Session>;
}

/** Authorization code with PKCE: the code alone, as it lies in the browser's history, is of no use to anybody. */
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
        // What was registered, with the parameters that came: proxies rewrite scheme and host of the address.
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
 * The issuer gives a token only to who names the same redirect again. The library takes it from the address that came,
 * without its parameters; an editor's redirect has some of its own.
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
