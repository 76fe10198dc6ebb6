import { request as requestHttp, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as requestHttps, type RequestOptions } from 'node:https';
import { encodeBody, sendBody, type HttpBody } from './httpBody.ts';

export interface OutgoingRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: HttpBody | undefined;
}

export interface StartedRequest {
  readonly request: ClientRequest;
  readonly answer: IncomingMessage;
}

const longestConnectMs = 10_000;

/** Resolves when the headers of the answer are there; the body of the request may still be on its way. */
export function startRequest(outgoing: OutgoingRequest, way: RequestOptions): Promise<StartedRequest> {
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
