import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { Dispatcher, FormData, request as undiciRequest } from 'undici';
import { EdkError } from '../errors/edkError.ts';
import type { ProxySettings } from '../settings/settings.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | Uint8Array | Readable | FormData | PiecewiseBody | undefined;
  readonly signal: AbortSignal;
  /** How long the whole exchange may take, the body of the answer included, in milliseconds. */
  readonly deadlineMs: number;
  /** A longer answer is a failure; usually 64 MiB. */
  readonly maximumAnswerBytes?: number | undefined;
  /** Gets the body of an answer 200 as it comes, however large; `body` is empty then. Silence of a minute is a failure. */
  readonly receive?: ((body: Readable) => Promise<void>) | undefined;
}

/** A body that is produced while it is sent. What the pieces throw is thrown on as it is. */
interface PiecewiseBody {
  /** Sum of all pieces. */
  readonly byteLength: number;
  /** A piece has been sent when the next one is asked for. */
  readonly pieces: Iterable<Uint8Array>;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
  text(): string;
}

/** `lost`: the connection broke off, so that the other side may have got the request; `connection`: there was none. */
type FailureReason = 'timeout' | 'connection' | 'lost';

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
  // Large, so it is loaded for the first request only.
  let opened: Promise<Sender> | undefined;
  return {
    send: async (outgoing) => send(outgoing, await (opened ??= openSender(proxy, certificates))),
    close: async () => {
      await (await opened)?.dispatcher.close();
    },
  };
}

const longestSilenceMs = 60_000;

type OutgoingOptions = NonNullable<Parameters<typeof undiciRequest>[1]>;

interface Sender {
  readonly dispatcher: Dispatcher;
  readonly request: typeof undiciRequest;
}

async function openSender(proxy: ProxySettings, certificates: string | undefined): Promise<Sender> {
  const { EnvHttpProxyAgent, request } = await import('undici');
  const trust =
    certificates === undefined ? {} : { ca: [...(await import('node:tls')).rootCertificates, certificates] };
  const dispatcher = new EnvHttpProxyAgent({
    connect: trust,
    requestTls: trust,
    proxyTls: trust,
    httpProxy: proxy.http ?? '',
    httpsProxy: proxy.https ?? '',
    noProxy: ['localhost', '127.0.0.1', '[::1]', proxy.no].filter((entry) => entry !== undefined).join(','),
  });
  return { dispatcher, request };
}

async function send(outgoing: HttpRequest, { dispatcher, request }: Sender): Promise<HttpAnswer> {
  const deadline = AbortSignal.timeout(outgoing.deadlineMs);
  try {
    const answer = await request(outgoing.url, {
      method: outgoing.method,
      dispatcher,
      signal: AbortSignal.any([outgoing.signal, deadline]),
      headersTimeout: outgoing.deadlineMs,
      bodyTimeout: outgoing.receive === undefined ? outgoing.deadlineMs : longestSilenceMs,
      ...headersAndBody(outgoing),
    });
    if (outgoing.receive !== undefined && answer.statusCode === 200) {
      await outgoing.receive(answer.body);
      return { status: 200, headers: answer.headers, body: new Uint8Array(), text: () => '' };
    }
    const body = await readBody(answer.body, outgoing.maximumAnswerBytes ?? 64 * 1024 * 1024);
    return { status: answer.statusCode, headers: answer.headers, body, text: () => new TextDecoder().decode(body) };
  } catch (error) {
    outgoing.signal.throwIfAborted();
    if (error instanceof EdkError) throw error;
    if (deadline.aborted) {
      const seconds = Math.round(outgoing.deadlineMs / 1000);
      throw new HttpFailure('timeout', `${outgoing.url.host} did not answer within ${seconds} s.`, error);
    }
    throw new HttpFailure(isLost(error) ? 'lost' : 'connection', `${outgoing.url.host}: ${reasonOf(error)}`, error);
  }
}

function headersAndBody({ headers, body }: HttpRequest): Pick<OutgoingOptions, 'headers' | 'body'> {
  if (typeof body === 'object' && 'pieces' in body) {
    return {
      headers: { ...headers, 'content-length': String(body.byteLength) },
      // The library takes any iterable, which its types do not say.
      body: body.pieces as unknown as Readable,
    };
  }
  return { ...(headers === undefined ? {} : { headers }), ...(body === undefined ? {} : { body }) };
}

async function readBody(stream: Readable, maximumBytes: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > maximumBytes) throw new Error(`the answer is longer than ${maximumBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}

function isLost(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_ABORTED'].includes(String(code));
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return error.errors[0].message;
  return error instanceof Error ? error.message : String(error);
}
