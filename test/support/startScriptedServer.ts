import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it came; `body` is what was received, also when the connection was dropped before its end. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  body: Buffer;
}

export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object or array is sent as JSON, text without a content type, as the platform does. */
  readonly body?: unknown;
  readonly delayMs?: number;
  /** Never answers. */
  readonly hang?: true;
  /** Closes the connection after that many bytes of the request's body. */
  readonly dropAfterBytes?: number;
  /** Announces this many bytes more than it sends, then closes. */
  readonly missingBytes?: number;
}

export type Script = ScriptedAnswer | ((request: ReceivedRequest) => ScriptedAnswer);

export interface ScriptedServer {
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
  /** `GET /extensions`, in order of arrival. */
  readonly calls: () => string[];
  stop(): Promise<void>;
}

/**
 * An HTTP server on loopback that answers by script, for faults that a real platform shows seldom. Keys are
 * `GET /extensions`; a list is used up one by one and its last answer repeated. Everything else is 404.
 */
export async function startScriptedServer(
  routes: Readonly<Record<string, Script | readonly Script[]>>,
  host = '127.0.0.1',
): Promise<ScriptedServer> {
  const requests: ReceivedRequest[] = [];
  const used = new Map<string, number>();
  const server = createServer((incoming, outgoing) => {
    const url = new URL(incoming.url ?? '/', 'http://scripted.invalid');
    const request = describe(incoming, url);
    requests.push(request);
    const key = `${request.method} ${request.path}`;
    const scripts = [routes[key] ?? []].flat();
    const turn = used.get(key) ?? 0;
    used.set(key, turn + 1);
    const script = scripts[Math.min(turn, scripts.length - 1)] ?? { status: 404, body: { detail: 'Not Found' } };
    const early = typeof script === 'function' ? undefined : script.dropAfterBytes;
    incoming.on('data', (chunk: Buffer) => {
      request.body = Buffer.concat([request.body, chunk]);
      if (early !== undefined && request.body.byteLength >= early) incoming.destroy();
    });
    incoming.on('error', () => undefined);
    incoming.on('end', () => {
      answer(typeof script === 'function' ? script(request) : script, outgoing);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}`,
    requests,
    calls: () => requests.map(({ method, path }) => `${method} ${path}`),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function describe(incoming: IncomingMessage, url: URL): ReceivedRequest {
  return {
    method: incoming.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    headers: incoming.headers,
    body: Buffer.alloc(0),
  };
}

function answer(script: ScriptedAnswer, outgoing: ServerResponse): void {
  if (script.hang === true) return;
  if (script.delayMs !== undefined) {
    const { delayMs, ...rest } = script;
    setTimeout(() => answer(rest, outgoing), delayMs);
    return;
  }
  if (script.dropAfterBytes !== undefined) {
    outgoing.destroy();
    return;
  }
  const { body = '' } = script;
  const isText = typeof body === 'string';
  const text = isText ? body : JSON.stringify(body);
  outgoing.writeHead(script.status ?? 200, {
    ...(isText ? {} : { 'content-type': 'application/json' }),
    'content-length': String(Buffer.byteLength(text) + (script.missingBytes ?? 0)),
    ...script.headers,
  });
  if (script.missingBytes === undefined) outgoing.end(text);
  else outgoing.write(text, () => outgoing.destroy());
}
