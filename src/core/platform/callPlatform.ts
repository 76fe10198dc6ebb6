import { setTimeout as delay } from 'node:timers/promises';
import { EdkError } from '../errors/edkError.ts';
import { HttpFailure, type HttpAnswer, type HttpRequest } from '../http/httpClient.ts';
import { paceOf, type PlatformConnection } from './platformConnection.ts';
import { looksLikeHtml, quoteAnswer, quoteServerText } from './readAnswer.ts';

export interface PlatformCall {
  readonly method: HttpRequest['method'];
  /** Below the base address, e.g. `/extensions`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>> | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: HttpRequest['body'];
  readonly deadlineMs: number;
}

/**
 * Sends one request to the platform and returns the answer with any status; callers check it with `expectSuccess`.
 *
 * @throws EdkError `platform.unreachable` or `platform.timeout` with the address, `platform.notSignedIn` for a sign-in
 * page or a redirect; AbortError.
 */
export async function callPlatform(
  platform: PlatformConnection,
  call: PlatformCall,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const base = readBase(platform);
  const url = new URL(base.href.replace(/\/+$/, '') + call.path);
  for (const [key, value] of Object.entries(call.query ?? {})) url.searchParams.set(key, value);
  const authorization = await platform.authorize?.(signal);
  try {
    const answer = await platform.http.send({
      method: call.method,
      url,
      headers: { ...platform.headers, ...authorization, ...call.headers },
      body: call.body,
      deadlineMs: call.deadlineMs,
      signal,
    });
    refuseSignIn(base, call, answer);
    return answer;
  } catch (error) {
    if (error instanceof HttpFailure)
      throw explainFailure(error, base, { ...call, addressSource: platform.addressSource });
    throw error;
  }
}

/** Like `callPlatform`, but retries after failures: only for requests that can safely be repeated. */
export async function readPlatform(
  platform: PlatformConnection,
  call: PlatformCall,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const { tries, retryMs } = paceOf(platform);
  for (let attempt = 1; ; attempt++) {
    const last = attempt >= tries;
    try {
      const answer = await callPlatform(platform, call, signal);
      if (answer.status < 500 || last) return answer;
    } catch (error) {
      if (last || !(error instanceof EdkError) || error.code !== 'platform.unreachable') throw error;
    }
    await delay(retryMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2), undefined, { signal });
  }
}

/** @throws EdkError `platform.failed` with the platform's message unless the answer is a success. */
export function expectSuccess(platform: PlatformConnection, call: PlatformCall, answer: HttpAnswer): HttpAnswer {
  if (answer.status < 300) return answer;
  const what = `${call.method} ${call.path}`;
  if (isUnknownPath(answer)) {
    throw new EdkError(
      'platform.badAnswer',
      `There is no platform API at ${addressOf(platform)}: ${what} is not found.`,
      { detail: quoteServerText(answer.text()) },
    );
  }
  throw new EdkError(
    'platform.failed',
    `The platform at ${addressOf(platform)} answered ${what} with ${answer.status}.`,
    { detail: quoteAnswer(answer) },
  );
}

/** The server has no such endpoint; not the same as "no such release". */
export function isUnknownPath(answer: HttpAnswer): boolean {
  if (answer.status === 405) return true;
  return answer.status === 404 && (looksLikeHtml(answer.text()) || quoteServerText(answer.text()) === 'Not Found');
}

/** The base address for display, without user name, password and query. */
export function addressOf(platform: PlatformConnection): string {
  return showUrl(readBase(platform));
}

function readBase(platform: PlatformConnection): URL {
  const base = parseUrl(platform.baseUrl);
  if (base === undefined || !/^https?:$/.test(base.protocol)) {
    throw new EdkError('settings.invalid', `The platform's address "${platform.baseUrl}" is not a web address.`, {
      remedy: 'Set KUBE_HELM_URL to an address such as https://kaapana.example.org/kube-helm-api.',
    });
  }
  return base;
}

function parseUrl(text: string, base?: URL): URL | undefined {
  return URL.canParse(text, base?.href) ? new URL(text, base) : undefined;
}

function showUrl(url: URL): string {
  return url.origin + url.pathname.replace(/\/+$/, '');
}

function refuseSignIn(base: URL, call: PlatformCall, answer: HttpAnswer): void {
  const what = `${call.method} ${call.path}`;
  const location = answer.headers.location;
  if (answer.status >= 300 && answer.status < 400) {
    const target = location === undefined ? undefined : parseUrl(location, base);
    const where = target === undefined ? 'nowhere' : showUrl(target);
    throw new EdkError('platform.notSignedIn', `The platform at ${showUrl(base)} redirects ${what} to ${where}.`);
  }
  if (answer.status === 401 || answer.status === 403) {
    throw new EdkError('platform.notSignedIn', `The platform at ${showUrl(base)} refuses ${what} (${answer.status}).`, {
      remedy: 'Sign in to the platform, or ask for permission.',
      detail: quoteServerText(answer.text()),
    });
  }
  if (answer.status < 300 && looksLikeHtml(answer.text())) {
    throw new EdkError('platform.notSignedIn', `The platform at ${showUrl(base)} answers ${what} with a web page.`, {
      detail: quoteServerText(answer.text()),
    });
  }
}

interface FailedCall extends PlatformCall {
  readonly addressSource: string | undefined;
}

function explainFailure(failure: HttpFailure, base: URL, call: FailedCall): EdkError {
  const what = `${call.method} ${call.path}`;
  if (failure.reason === 'timeout') {
    const message = `The platform at ${showUrl(base)} did not answer ${what} within ${call.deadlineMs / 1000} s.`;
    return new EdkError('platform.timeout', message, { cause: failure });
  }
  const message = `The platform at ${showUrl(base)} cannot be reached (${what}).`;
  const { addressSource: source } = call;
  const remedy = source === undefined ? undefined : `Check that it is running. The address comes from ${source}.`;
  return new EdkError('platform.unreachable', message, { cause: failure, detail: failure.message, remedy });
}

interface JsonRequest {
  readonly path: string;
  readonly body: unknown;
  readonly deadlineMs: number;
}

/** Sends a request that changes the platform: once, never retried. */
export async function postJson(
  platform: PlatformConnection,
  { path, body, deadlineMs }: JsonRequest,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const call: PlatformCall = {
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    deadlineMs,
  };
  return expectSuccess(platform, call, await callPlatform(platform, call, signal));
}
