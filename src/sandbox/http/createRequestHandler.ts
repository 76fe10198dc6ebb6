import type { IncomingMessage, ServerResponse } from 'node:http';
import { detail, internalServerError, text, type Answer } from './answer.ts';
import { isAllowedSource } from './allowedSource.ts';
import type { Route } from './route.ts';

const prefix = '/kube-helm-api';

export interface RequestHandlerParts {
  readonly routes: readonly Route[];
  readonly hosts: ReadonlySet<string>;
  /** Told about answers that hide a defect. */
  readonly log: (line: string) => void;
}

/** Finds the route of a request, with or without the prefix that the real ingress strips, and sends its answer. */
export function createRequestHandler(
  parts: RequestHandlerParts,
): (message: IncomingMessage, response: ServerResponse) => void {
  return (message, response) => {
    void respond(message, response, parts);
  };
}

async function respond(message: IncomingMessage, response: ServerResponse, parts: RequestHandlerParts): Promise<void> {
  // A client that hangs up in the middle of an upload must not take the server down.
  message.on('error', () => undefined);
  let answer: Answer;
  try {
    answer = await find(message, parts);
  } catch (error) {
    parts.log(`${message.method ?? ''} ${message.url ?? ''}: ${error instanceof Error ? (error.stack ?? '') : ''}`);
    answer = internalServerError;
  }
  send(message, response, answer);
}

async function find(message: IncomingMessage, { routes, hosts }: RequestHandlerParts): Promise<Answer> {
  if (!isAllowedSource(message.headers, hosts)) {
    return text(403, 'This platform answers only under the names of this machine.');
  }
  const url = new URL(message.url ?? '/', 'http://localhost');
  const path = url.pathname.startsWith(`${prefix}/`) ? url.pathname.slice(prefix.length) : url.pathname;
  const candidates = routes.filter((route) => route.path === path);
  if (candidates.length === 0) return detail(404, 'Not Found');
  const route = candidates.find(({ method }) => method === message.method);
  if (route === undefined) {
    const allow = candidates.map(({ method }) => method).join(', ');
    return { ...detail(405, 'Method Not Allowed'), headers: { allow } };
  }
  return await route.answer({ message, query: url.searchParams });
}

function send(message: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const body = Buffer.from(answer.body);
  response.writeHead(answer.status, {
    ...answer.headers,
    'content-length': body.length,
    ...(answer.contentType === undefined ? {} : { 'content-type': answer.contentType }),
    // What was not read of an upload must not be taken for the next request.
    ...(message.complete ? {} : { connection: 'close' }),
  });
  response.end(message.method === 'HEAD' ? undefined : body);
}
