import type { z } from 'zod';
import { EdkError } from '../errors/edkError.ts';
import { HttpFailure, type HttpAnswer, type HttpClient, type HttpRequest } from '../http/httpClient.ts';
import { parseJson } from '../text/parseJson.ts';
import { answerChallenge, type Credentials } from './authorization.ts';
import { followRedirects } from './followRedirects.ts';
import type { RegistryAddress } from './registryAddress.ts';

export interface RegistryAccess {
  readonly address: RegistryAddress;
  readonly http: HttpClient;
  /** Asked for when the registry wants somebody to sign in, and then kept. */
  readonly findCredentials: (signal: AbortSignal) => Promise<Credentials | undefined>;
  /** Hosts that may be reached without encryption, as `host:port`. */
  readonly plainHttp: readonly string[];
  /** What the registry took, by scope. */
  readonly authorizations: Map<string, string>;
  /** How long one exchange may take, in milliseconds. */
  readonly deadlineMs: number;
}

export interface RegistryCall {
  readonly method: HttpRequest['method'];
  /** Below `/v2/`, made of checked names only. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** What a token has to allow, see the distribution's token specification. */
  readonly scope?: string | undefined;
  /** A longer answer is a failure; a manifest's usual limit of 4 MiB without it. */
  readonly maximumAnswerBytes?: number | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly signal: AbortSignal;
  /** Receives the body of a success as it comes, however large. */
  readonly receive?: HttpRequest['receive'];
  /** A blob may lie in other storage, to which the registry redirects. */
  readonly isBlob?: boolean | undefined;
}

/** A large layer over a slow line. In milliseconds. */
const longestTransferMs = 6 * 60 * 60 * 1000;

/** The distribution specification lets registries refuse longer ones. In bytes. */
const longestManifest = 4 * 1024 * 1024;

/** How much of the registry's own words is quoted. */
const longestQuote = 500;

/**
 * One exchange with a registry, signing in when it asks for it.
 *
 * @returns the answer when its status is a success or 404.
 * @throws EdkError `registry.unreachable`, `registry.refused`, `registry.failed`; AbortError when cancelled.
 */
export async function askRegistry(access: RegistryAccess, call: RegistryCall): Promise<HttpAnswer> {
  const { authorizations } = access;
  const scope = call.scope ?? '';
  const first = await send(access, call, authorizations.get(scope));
  if (first.status !== 401) return finish(access, call, first);
  authorizations.delete(scope);
  const authorization = await signIn(access, call, first);
  if (authorization === undefined) return finish(access, call, first);
  const second = await send(access, call, authorization);
  if (second.status !== 401) authorizations.set(scope, authorization);
  return finish(access, call, second);
}

async function finish(access: RegistryAccess, call: RegistryCall, answer: HttpAnswer): Promise<HttpAnswer> {
  if (call.isBlob !== true) return check(access, call, answer);
  const { address, plainHttp } = access;
  const url = urlOf(access, call);
  const send = (place: URL): Promise<HttpAnswer> => sendTo(access, call, { url: place, authorization: undefined });
  return check(access, call, await followRedirects(answer, { address, plainHttp, url, send }));
}

async function signIn(access: RegistryAccess, call: RegistryCall, answer: HttpAnswer): Promise<string | undefined> {
  const { address, http, plainHttp, deadlineMs } = access;
  const { signal, scope } = call;
  const credentials = await access.findCredentials(signal);
  const header = answer.headers['www-authenticate'] ?? '';
  return reach(access, () =>
    answerChallenge(header, { address, credentials, scope, plainHttp, http, signal, deadlineMs }),
  );
}

function send(access: RegistryAccess, call: RegistryCall, authorization: string | undefined): Promise<HttpAnswer> {
  return sendTo(access, call, { url: urlOf(access, call), authorization });
}

function urlOf({ address }: RegistryAccess, call: RegistryCall): URL {
  const url = new URL(call.path, address.api);
  for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value);
  return url;
}

function sendTo(
  access: RegistryAccess,
  call: RegistryCall,
  { url, authorization }: { readonly url: URL; readonly authorization: string | undefined },
): Promise<HttpAnswer> {
  return reach(access, () =>
    access.http.send({
      method: call.method,
      url,
      headers: { ...call.headers, ...(authorization === undefined ? {} : { authorization }) },
      body: call.body,
      signal: call.signal,
      deadlineMs: call.receive === undefined ? access.deadlineMs : longestTransferMs,
      maximumAnswerBytes: call.maximumAnswerBytes ?? longestManifest,
      receive: call.receive,
    }),
  );
}

async function reach<T>({ address }: RegistryAccess, exchange: () => Promise<T>): Promise<T> {
  try {
    return await exchange();
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    if (error.reason === 'tooLong') {
      const message = `The response of the registry ${address.name} is too large.`;
      throw new EdkError('registry.failed', message, { detail: error.message, cause: error });
    }
    const what = error.reason === 'timeout' ? 'did not respond in time' : 'cannot be reached';
    throw new EdkError('registry.unreachable', `The registry ${address.name} ${what}.`, {
      detail: error.message,
      cause: error,
      ...remedyFor(error, address.host),
    });
  }
}

/** What TLS says of the other side, where that is the reason. */
function remedyFor({ message }: HttpFailure, host: string): { readonly remedy?: string } {
  if (/wrong version number|packet length too long|EPROTO/i.test(message)) {
    return { remedy: `It uses plain http. Give it a certificate, or allow plain http with EDK_PLAIN_HTTP=${host}.` };
  }
  if (/certificate/i.test(message)) {
    return {
      remedy: 'Its certificate is not trusted. Set EDK_CA_FILE to the certificate of its CA (PEM).',
    };
  }
  return {};
}

function check({ address }: RegistryAccess, call: RegistryCall, answer: HttpAnswer): HttpAnswer {
  const { status, headers } = answer;
  const isPage = headers['content-type']?.startsWith('text/html') ?? false;
  if ((status < 300 || status === 404) && !isPage) return answer;
  const detail = isPage ? undefined : quote(answer.text());
  if (status === 401 || status === 403) {
    throw new EdkError('registry.refused', `The registry ${address.name} refuses ${call.method} (${status}).`, {
      detail,
    });
  }
  const what = isPage ? `returned a web page (${status})` : `returned status ${status} for ${call.method}`;
  throw new EdkError('registry.failed', `The registry ${address.name} ${what}.`, {
    detail,
    ...(isPage ? { remedy: 'Another server is listening at this address. Correct LOCAL_REGISTRY_URL.' } : {}),
    ...(status === 429 ? { remedy: 'It limits the number of requests. Try again later.' } : {}),
  });
}

function quote(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  return trimmed.length > longestQuote ? `${trimmed.slice(0, longestQuote)} ...` : trimmed;
}

const perPage = 500;
/** Some registries give fewer than they are asked for. */
const mostPages = 300;
/** Of all pages together in bytes; half a million names. */
const longestList = 16 * 1024 * 1024;

/**
 * Reads a list of names to its end, page by page (header Link of the distribution specification); undefined when
 * the registry has no such list.
 *
 * @throws EdkError `registry.failed` for a list that leads to another host, in a circle or to no end.
 */
export async function readPages(
  access: RegistryAccess,
  call: Pick<RegistryCall, 'path' | 'scope' | 'signal'>,
  schema: z.ZodType<string[]>,
): Promise<string[] | undefined> {
  const { address } = access;
  const found: string[] = [];
  const seen = new Set<string>();
  let bytesLeft = longestList;
  let query: Record<string, string> = { n: String(perPage) };
  while (seen.size < mostPages) {
    const answer = await askRegistry(access, { ...call, method: 'GET', query, maximumAnswerBytes: bytesLeft });
    if (answer.status === 404) return undefined;
    const names = parseJson(answer.text(), schema);
    if (names === undefined) throw failed(`The registry ${address.name} returned an invalid list.`);
    for (const name of names) found.push(name);
    bytesLeft -= answer.body.byteLength;
    const link = nextPage(answer.headers['link'], address.api);
    if (link === undefined) return found;
    if (link.host !== address.api.host)
      throw failed(`The registry ${address.name} continues its list on ${link.host}.`);
    if (seen.has(link.search)) throw failed(`The list from the registry ${address.name} repeats itself.`);
    seen.add(link.search);
    // Only where to go on is taken from the link: it cannot lead to another list.
    query = Object.fromEntries(link.searchParams);
  }
  throw failed(`The list from the registry ${address.name} has more than ${mostPages} pages.`);
}

function nextPage(link: string | string[] | undefined, api: URL): URL | undefined {
  const target = typeof link === 'string' ? /<([^<>]+)>\s*;\s*rel="?next"?/i.exec(link)?.[1] : undefined;
  return target !== undefined && URL.canParse(target, api.href) ? new URL(target, api) : undefined;
}

function failed(message: string): EdkError {
  return new EdkError('registry.failed', message);
}
