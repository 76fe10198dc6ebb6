import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type IncomingHttpHeaders, request as requestHttp, type ClientRequest, type IncomingMessage } from 'node:http';
import { type RequestOptions, request as requestHttps } from 'node:https';
import type { Readable } from 'node:stream';
import { rootCertificates } from 'node:tls';
import { EdkError } from '../errors/edkError.ts';
import type { ProxySettings } from '../settings/settings.ts';
import { encodeBody, sendBody, type HttpBody } from './httpBody.ts';
import { openAgents, type HttpAgents } from './proxies.ts';

export interface HttpRequest extends OutgoingRequest {
  readonly signal: AbortSignal;
  /** How long the whole exchange may take, the body of the answer included, in milliseconds. */
  readonly deadlineMs: number;
  /** A longer answer is a failure; usually 64 MiB. */
  readonly maximumAnswerBytes?: number | undefined;
  /** Gets the body of an answer 200 as it comes, however large; `body` is empty then. Silence of a minute is a failure. */
  readonly receive?: ((body: Readable) => Promise<void>) | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
  text(): string;
}

/**
 * `lost`: the connection broke off, so that the other side may have got the request; `connection`: there was none;
 * `tooLong`: more was answered than the request allows.
 */
type FailureReason = 'timeout' | 'connection' | 'lost' | 'tooLong';

/** The other side could not be reached, hung up or was too slow. Its callers say what that means. */
export class HttpFailure extends Error {
  override readonly name = 'HttpFailure';
  readonly reason: FailureReason;

  constructor(reason: FailureReason, message: string, cause: unknown) {
    super(message, { cause });
    this.reason = reason;
  }
}

/** The one HTTP client: never follows redirects, so credentials never travel to another host. */
export interface HttpClient {
  /** @throws HttpFailure; AbortError when cancelled. Every status is an answer, not an error. */
  send(request: HttpRequest): Promise<HttpAnswer>;
  close(): Promise<void>;
}

/** @param certificates trusted beside the system's, as PEM. */
export function createHttpClient(proxy: ProxySettings, certificates?: string): HttpClient {
  const agents = openAgents(proxy, certificates === undefined ? undefined : [...rootCertificates, certificates]);
  return {
    send: (outgoing) => send(outgoing, agents),
    close: () => agents.close(),
  };
}

const longestSilenceMs = 60_000;

async function send(outgoing: HttpRequest, agents: HttpAgents): Promise<HttpAnswer> {
  const deadline = AbortSignal.timeout(outgoing.deadlineMs);
  try {
    const way = await agents.wayTo(outgoing.url);
    return await exchange(outgoing, { ...way, signal: AbortSignal.any([outgoing.signal, deadline]) });
  } catch (error) {
    outgoing.signal.throwIfAborted();
    if (error instanceof EdkError || error instanceof HttpFailure) throw error;
    if (deadline.aborted) {
      const seconds = Math.round(outgoing.deadlineMs / 1000);
      throw new HttpFailure('timeout', `${outgoing.url.host} did not answer within ${seconds} s.`, error);
    }
    throw new HttpFailure(isLost(error) ? 'lost' : 'connection', `${outgoing.url.host}: ${reasonOf(error)}`, error);
  }
}

async function exchange(outgoing: HttpRequest, way: RequestOptions): Promise<HttpAnswer> {
  const { request, answer } = await startRequest(outgoing, way);
  try {
    const { statusCode: status = 0, headers } = answer;
    if (outgoing.receive !== undefined && status === 200) {
      request.setTimeout(longestSilenceMs, () => answer.destroy(new Error('no data received for a minute')));
      await outgoing.receive(answer);
      return { status, headers, body: new Uint8Array(), text: () => '' };
    }
    const body = await readBody(answer, outgoing);
    return { status, headers, body, text: () => new TextDecoder().decode(body) };
  } finally {
    // Who has answered before the end of the request reads no more of it, and an answer may be given up half way.
    if (!request.writableFinished || !answer.readableEnded) request.destroy();
  }
}

async function readBody(stream: Readable, { url, maximumAnswerBytes }: HttpRequest): Promise<Uint8Array> {
  const maximumBytes = maximumAnswerBytes ?? 64 * 1024 * 1024;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > maximumBytes) {
      throw new HttpFailure('tooLong', `${url.host}: the response is longer than ${maximumBytes} bytes`, undefined);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}

function isLost(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return ['ECONNRESET', 'EPIPE'].includes(String(code));
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return error.errors[0].message;
  return error instanceof Error ? error.message : String(error);
}

interface OutgoingRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: HttpBody | undefined;
}

interface StartedRequest {
  readonly request: ClientRequest;
  readonly answer: IncomingMessage;
}

const longestConnectMs = 10_000;

/** Resolves when the headers of the answer are there; the body of the request may still be on its way. */
function startRequest(outgoing: OutgoingRequest, way: RequestOptions): Promise<StartedRequest> {
  const { method, url, body } = outgoing;
  return new Promise((resolve, reject) => {
    const start = url.protocol === 'https:' ? requestHttps : requestHttp;
    const { headers, content } = encodeBody(body);
    const request = start(url, { ...way, method, headers: { ...outgoing.headers, ...headers } });
    request.on('error', reject);
    request.on('response', (answer) => {
      if (answer.statusCode === proxySignIn) request.destroy(refusalOf(answer));
      else resolve({ request, answer });
    });
    request.on('proxyConnect', (answer: ProxyAnswer) => {
      if ((answer.statusCode ?? 200) !== 200) request.destroy(refusalOf(answer));
    });
    limitConnecting(request);
    void sendBody(request, content);
  });
}

/** Where packets vanish, a connection would take the whole deadline. */
function limitConnecting(request: ClientRequest): void {
  request.once('socket', (socket) => {
    if (!socket.connecting) return;
    const limit = setTimeout(() => {
      request.destroy(new Error(`no connection within ${longestConnectMs / 1000} s`));
    }, longestConnectMs);
    const clear = (): void => clearTimeout(limit);
    socket.once('connect', clear);
    socket.once('close', clear);
  });
}

/** What a proxy says when it is asked for a tunnel; without a status when it is not asked. */
interface ProxyAnswer {
  readonly statusCode?: number | undefined;
}

const proxySignIn = 407;

function refusalOf({ statusCode }: ProxyAnswer): Error {
  const what = statusCode === proxySignIn ? 'requires a user name and password' : 'did not connect';
  return new Error(`the proxy ${what} (status ${statusCode})`);
}

/** The certificates of a PEM file, checked. @throws EdkError `settings.invalid` */
export async function readCertificates(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined;
  try {
    const pem = await readFile(file, 'utf8');
    // Throws for what is not a certificate; TLS would leave it out without a word.
    new X509Certificate(pem);
    return pem;
  } catch (error) {
    throw new EdkError('settings.invalid', `EDK_CA_FILE: ${file} contains no certificates.`, {
      cause: error,
      detail: error instanceof Error ? error.message : undefined,
      remedy: 'Set it to a file with your CA certificate in PEM format (-----BEGIN CERTIFICATE-----).',
    });
  }
}
