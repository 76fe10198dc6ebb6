import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { detail, internalServerError, noSpaceLeft, text, withReason, type Answer } from './answer.ts';
import { EdkError } from '../../core/errors/edkError.ts';
import { errorWords } from './errorWords.ts';
import { isAllowedSource } from './allowedSource.ts';
import { noFaults, type Faults, type FaultSwitch } from '../faults/faults.ts';
import { meetFaults, type Met } from '../faults/meetFaults.ts';
import type { IngressProxy } from '../ingress/createIngressProxy.ts';
import type { Route } from './route.ts';

const prefix = '/kube-helm-api';

export interface RequestHandlerParts {
  readonly routes: readonly Route[];
  readonly hosts: ReadonlySet<string>;
  /** Those of applications; the API answers under fewer. */
  readonly applicationHosts: ReadonlySet<string>;
  /** Takes what is no route of the API. */
  readonly ingress: IngressProxy;
  readonly faults: FaultSwitch;
  /** Fires when the platform closes. */
  readonly closing: AbortSignal;
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

/** Leads websockets into applications; hangs up on all others. */
export function createUpgradeHandler({
  applicationHosts,
  ingress,
}: RequestHandlerParts): (message: IncomingMessage, socket: Duplex, head: Buffer) => void {
  return (message, socket, head) => {
    socket.on('error', () => undefined);
    if (isAllowedSource(message.headers, applicationHosts) && ingress.upgrade(message, socket, head)) return;
    socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
  };
}

const foreignHost = text(403, 'This platform answers only under the names of this machine.');

async function respond(message: IncomingMessage, response: ServerResponse, parts: RequestHandlerParts): Promise<void> {
  // A client that hangs up in the middle of an upload must not take the server down.
  message.on('error', () => undefined);
  let answer: Answer | undefined;
  try {
    const met = await meet(message, parts);
    if (met.kind === 'silence') return;
    answer = met.kind === 'answer' ? met.answer : await find(message, parts);
    if (answer === undefined && parts.ingress.answer(message, response)) return;
    answer ??= detail(404, 'Not Found');
  } catch (error) {
    parts.log(`${message.method ?? ''} ${message.url ?? ''}: ${describe(error)}`);
    answer = answerTo(error);
  }
  send(message, response, answer, isSwitch(message) ? noFaults : parts.faults.current);
}

function describe(error: unknown): string {
  if (error instanceof EdkError) return errorWords(error);
  return error instanceof Error ? (error.stack ?? '') : '';
}

function answerTo(error: unknown): Answer {
  if (isDiskFull(error)) return noSpaceLeft;
  // The cluster of the releases is away, say: that is no defect, and it is worth telling.
  if (error instanceof EdkError) return withReason(detail(500, error.message), `${error.detail ?? ''} ${error.remedy}`);
  return internalServerError;
}

function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}

/** The requests that are only here meet no faults. */
const isSwitch = ({ url = '' }: IncomingMessage): boolean => url.includes('/local-platform/');

async function meet(message: IncomingMessage, { faults, closing }: RequestHandlerParts): Promise<Met> {
  if (isSwitch(message)) return { kind: 'go on' };
  return await meetFaults(faults.current, message, closing);
}

/** Undefined when the API has no such path. */
async function find(message: IncomingMessage, parts: RequestHandlerParts): Promise<Answer | undefined> {
  const { routes, hosts, applicationHosts } = parts;
  if (!isAllowedSource(message.headers, hosts)) {
    return isAllowedSource(message.headers, applicationHosts) ? undefined : foreignHost;
  }
  const url = new URL(message.url ?? '/', 'http://localhost');
  const path = url.pathname.startsWith(`${prefix}/`) ? url.pathname.slice(prefix.length) : url.pathname;
  const candidates = routes.filter((route) => route.path === path);
  if (candidates.length === 0) return undefined;
  const route = candidates.find(({ method }) => method === message.method);
  if (route === undefined) {
    const allow = candidates.map(({ method }) => method).join(', ');
    return { ...detail(405, 'Method Not Allowed'), headers: { allow } };
  }
  return await route.answer({ message, query: url.searchParams });
}

function send(message: IncomingMessage, response: ServerResponse, answer: Answer, faults: Faults): void {
  const body = Buffer.from(answer.body);
  response.writeHead(answer.status, {
    ...answer.headers,
    'content-length': body.length,
    ...(answer.contentType === undefined ? {} : { 'content-type': answer.contentType }),
    // What was not read of an upload must not be taken for the next request.
    ...(message.complete ? {} : { connection: 'close' }),
  });
  if (faults.dropAfterBytes > 0 && body.length > faults.dropAfterBytes) {
    response.write(body.subarray(0, faults.dropAfterBytes), () => message.socket.destroy());
    return;
  }
  response.end(message.method === 'HEAD' ? undefined : body);
}
