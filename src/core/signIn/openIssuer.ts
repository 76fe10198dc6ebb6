import type { Configuration, CustomFetch, DiscoveryRequestOptions } from 'openid-client';
import { EdkError } from '../errors/edkError.ts';
import type { HttpClient, HttpRequest } from '../http/httpClient.ts';
import { readNetworkPlace } from '../http/credentialRule.ts';

/** The issuer, and the client as which we sign in. */
export interface IssuerOptions {
  /** Address of the OpenID Connect issuer; for Keycloak `<host>/auth/realms/<realm>`. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
}

/**
 * Reads the issuer's metadata.
 *
 * @throws EdkError `settings.invalid` for an address without encryption, `platform.notSignedIn` if there is no issuer.
 */
export async function openIssuer(
  { issuer, clientId, clientSecret }: IssuerOptions,
  http: HttpClient,
  signal: AbortSignal,
): Promise<Configuration> {
  const address = checkAddress(issuer);
  const client = await import('openid-client');
  const authentication = clientSecret === undefined ? client.None() : client.ClientSecretPost(clientSecret);
  const clock: IssuerClock = { aheadSeconds: 0 };
  const send = fetchWith(http, clock, signal);
  const execute: DiscoveryRequestOptions['execute'] =
    // Deprecated only to stand out; allowed for this machine only, see checkAddress.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    address.protocol === 'http:' ? [client.allowInsecureRequests] : [];
  const options = { [client.customFetch]: send, execute };
  const found = await explained(issuer, () =>
    client.discovery(address, clientId, clientSecret, authentication, options),
  );
  // Signed tokens are valid by the issuer's clock, which the answer's date shows.
  const secret = clientSecret === undefined ? {} : { client_secret: clientSecret };
  const metadata = { ...secret, [client.clockSkew]: clock.aheadSeconds };
  const configuration = new client.Configuration(found.serverMetadata(), clientId, metadata, authentication);
  configuration[client.customFetch] = send;
  for (const change of execute) change(configuration);
  return configuration;
}

/** Runs a step of the sign-in; the error includes the issuer's message. */
export async function explained<T>(issuer: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof EdkError || !(error instanceof Error) || error.name === 'AbortError') throw error;
    throw new EdkError('platform.notSignedIn', `Signing in at ${issuer} failed.`, {
      detail: wordsOf(error),
      remedy: 'Check the issuer (EDK_PLATFORM_ISSUER) and the client (EDK_PLATFORM_CLIENT_ID), then sign in again.',
      cause: error,
    });
  }
}

function wordsOf(error: Error): string {
  const code = 'error' in error && typeof error.error === 'string' ? error.error : undefined;
  const text = 'error_description' in error ? String(error.error_description) : undefined;
  const cause = error.cause instanceof Error ? error.cause.message : undefined;
  return [code, text, error.message, cause]
    .filter((part) => part !== undefined)
    .join(': ')
    .slice(0, 400);
}

function checkAddress(issuer: string): URL {
  const address = URL.canParse(issuer) ? new URL(issuer) : undefined;
  const isHere = readNetworkPlace(address?.hostname ?? '') === 'this machine';
  if (address?.protocol === 'https:' || (address?.protocol === 'http:' && isHere)) return address;
  throw new EdkError('settings.invalid', `"${issuer}" is not the https address of an OpenID Connect issuer.`, {
    remedy: 'Set EDK_PLATFORM_ISSUER, for Keycloak to https://<host>/auth/realms/<realm>.',
  });
}

interface IssuerClock {
  /** How far the issuer's clock is ahead of this machine's; negative if it is behind. */
  aheadSeconds: number;
}

/** The library sends requests through our own client, with its proxies and certificates and without redirects. */
function fetchWith(http: HttpClient, clock: IssuerClock, signal: AbortSignal): CustomFetch {
  return async (url, { method, headers, body }) => {
    const answer = await http.send({
      method: method as HttpRequest['method'],
      url: new URL(url),
      headers,
      ...(body === undefined || body === null ? {} : { body: bodyText(body) }),
      signal,
      deadlineMs: 30_000,
    });
    const date = Date.parse(answer.headers.date ?? '');
    if (!Number.isNaN(date)) clock.aheadSeconds = Math.round((date - Date.now()) / 1000);
    const names = Object.entries(answer.headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value] as const] : [],
    );
    return new Response(answer.body.byteLength === 0 ? null : new Uint8Array(answer.body), {
      status: answer.status,
      headers: Object.fromEntries(names),
    });
  };
}

function bodyText(body: unknown): string {
  return body instanceof URLSearchParams || typeof body === 'string' ? body.toString() : '';
}
