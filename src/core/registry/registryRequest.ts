import { EdkError } from '../errors/edkError.ts';
import { HttpFailure, type HttpAnswer, type HttpClient, type HttpRequest } from '../http/httpClient.ts';
import { answerChallenge, type Credentials } from './authorization.ts';
import type { RegistryAddress } from './registryAddress.ts';

export interface RegistryAccess {
  readonly address: RegistryAddress;
  readonly http: HttpClient;
  readonly credentials: Credentials | undefined;
  /** How long one exchange may take, in milliseconds. */
  readonly deadlineMs: number;
}

export interface RegistryCall {
  readonly method: HttpRequest['method'];
  /** Below `/v2/`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly signal: AbortSignal;
  /** Gets the body of a success as it comes, however large. */
  readonly receive?: HttpRequest['receive'];
}

/** A large layer over a slow line. In milliseconds. */
const longestTransferMs = 6 * 60 * 60 * 1000;

/** How much of the registry's own words is quoted. */
const longestQuote = 500;

/**
 * One exchange with a registry, signing in when it asks for it.
 *
 * @returns the answer when its status is a success or 404.
 * @throws EdkError `registry.unreachable`, `registry.refused`, `registry.failed`; AbortError when cancelled.
 */
export async function askRegistry(access: RegistryAccess, call: RegistryCall): Promise<HttpAnswer> {
  const first = await send(access, call, undefined);
  if (first.status !== 401) return check(access, call, first);
  const challenge = first.headers['www-authenticate'];
  const authorization = await reach(access, () =>
    answerChallenge({
      header: challenge ?? '',
      credentials: access.credentials,
      http: access.http,
      signal: call.signal,
      deadlineMs: access.deadlineMs,
    }),
  );
  return check(access, call, authorization === undefined ? first : await send(access, call, authorization));
}

function send(access: RegistryAccess, call: RegistryCall, authorization: string | undefined): Promise<HttpAnswer> {
  return reach(access, () =>
    access.http.send({
      method: call.method,
      url: new URL(call.path, access.address.api),
      headers: { ...call.headers, ...(authorization === undefined ? {} : { authorization }) },
      body: call.body,
      signal: call.signal,
      deadlineMs: call.receive === undefined ? access.deadlineMs : longestTransferMs,
      receive: call.receive,
    }),
  );
}

async function reach<T>({ address }: RegistryAccess, exchange: () => Promise<T>): Promise<T> {
  try {
    return await exchange();
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    const what = error.reason === 'timeout' ? 'does not answer in time' : 'cannot be reached';
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
    return { remedy: `It speaks plain http. Give it a certificate, or allow that with EDK_PLAIN_HTTP=${host}.` };
  }
  if (/certificate/i.test(message)) {
    return {
      remedy: 'Its certificate is not trusted. Name that of its authority, a file in PEM form, by EDK_CA_FILE.',
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
  const what = isPage ? `answers with a web page (${status})` : `answers ${call.method} with status ${status}`;
  throw new EdkError('registry.failed', `The registry ${address.name} ${what}.`, {
    detail,
    ...(isPage ? { remedy: 'Something else listens at this address. Correct LOCAL_REGISTRY_URL.' } : {}),
    ...(status === 429 ? { remedy: 'It takes only so many requests at a time. Try again in a while.' } : {}),
  });
}

function quote(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  return trimmed.length > longestQuote ? `${trimmed.slice(0, longestQuote)} ...` : trimmed;
}
