import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { EdkError } from '../../core/errors/edkError.ts';
import { noFaults, type Faults, type FaultSwitch, meetFaults } from '../faults/faults.ts';
import type { IngressProxy } from '../ingress/createIngressProxy.ts';
import { foreignHost, isAddressedTo, isAllowedSource, refuseRequest, withholdToken, type Access } from './access.ts';
import { detail, internalServerError, noSpaceLeft, withReason, type Answer, errorWords, type Route } from './answer.ts';

const prefix = '/kube-helm-api';
/** The requests that are only here. */
const ownPrefix = '/local-platform/';

export interface RequestHandlerParts {
  readonly routes: readonly Route[];
  readonly access: Access;
  /** Those of applications; the API answers under fewer. */
  readonly applicationHosts: ReadonlySet<string>;
  /** Takes anything that is not a route of the API. */
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
    // A client that hangs up in the middle of an upload or an answer must not take the server down.
    message.on('error', () => undefined);
    response.on('error', () => undefined);
    void respond(message, response, parts);
  };
}

/** Leads websockets into applications; hangs up on all others. */
export function createUpgradeHandler({
  access,
  applicationHosts,
  ingress,
  log,
}: RequestHandlerParts): (message: IncomingMessage, socket: Duplex, head: Buffer) => void {
  return (message, socket, head) => {
    socket.on('error', () => undefined);
    try {
      if (readTarget(message) !== undefined && isAllowedSource(message.headers, applicationHosts)) {
        withholdToken(message.headers, access.token);
        if (ingress.upgrade(message, socket, head)) return;
      }
    } catch (error) {
      log(`Upgrade: ${describe(error)}`);
    }
    socket.once('finish', () => socket.destroy());
    socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
  };
}

/** What becomes of a request that gets no answer from a route. */
type Outcome = { readonly answer: Answer; readonly faults: Faults } | 'led to an application' | 'left in silence';

async function respond(message: IncomingMessage, response: ServerResponse, parts: RequestHandlerParts): Promise<void> {
  try {
    const outcome = await handle(message, response, parts);
    if (typeof outcome === 'object') send(message, response, outcome.answer, outcome.faults);
  } catch (error) {
    parts.log(`${message.method ?? ''} ${message.url ?? ''}: ${describe(error)}`);
    if (response.headersSent) response.destroy();
    else send(message, response, answerTo(error), parts.faults.current);
  }
}

async function handle(
  message: IncomingMessage,
  response: ServerResponse,
  parts: RequestHandlerParts,
): Promise<Outcome> {
  const withoutFaults = (answer: Answer): Outcome => ({ answer, faults: noFaults });
  const target = readTarget(message);
  if (target === undefined) return withoutFaults(detail(400, 'Send a path that begins with "/".'));
  const { headers } = message;
  const path = target.pathname.startsWith(`${prefix}/`) ? target.pathname.slice(prefix.length) : target.pathname;
  // Under the hosts of applications alone there is no API.
  const hasApi = isAddressedTo(headers, parts.access.hosts) || !isAddressedTo(headers, parts.applicationHosts);
  const routes = hasApi ? parts.routes.filter((route) => route.path === path) : [];
  const refusal =
    routes.length === 0
      ? refuseVisitor(headers, parts)
      : refuseRequest(headers, routes.some(({ isOpen }) => isOpen) ? 'nothing' : 'token', parts.access);
  if (refusal !== undefined) return withoutFaults(refusal);
  const faults = path.startsWith(ownPrefix) ? noFaults : parts.faults.current;
  const met = await meetFaults(faults, message, parts.closing);
  if (met.kind === 'silence') return 'left in silence';
  if (met.kind === 'answer') return { answer: met.answer, faults };
  if (routes.length > 0) return { answer: await answerBy(routes, message, target.searchParams), faults };
  withholdToken(headers, parts.access.token);
  if (parts.ingress.answer(message, response)) return 'led to an application';
  return { answer: detail(404, 'Not Found'), faults };
}

function refuseVisitor(
  headers: IncomingMessage['headers'],
  { applicationHosts }: RequestHandlerParts,
): Answer | undefined {
  return isAllowedSource(headers, applicationHosts) ? undefined : foreignHost;
}

/** Undefined for anything that is not a path: proxies are asked for whole addresses, servers may be asked for "*". */
function readTarget({ url = '' }: IncomingMessage): URL | undefined {
  const address = `http://localhost${url}`;
  return url.startsWith('/') && URL.canParse(address) ? new URL(address) : undefined;
}

async function answerBy(routes: readonly Route[], message: IncomingMessage, query: URLSearchParams): Promise<Answer> {
  const route = routes.find(({ method }) => method === message.method);
  if (route !== undefined) return await route.answer({ message, query });
  const allow = routes.map(({ method }) => method).join(', ');
  return { ...detail(405, 'Method Not Allowed'), headers: { allow } };
}

function describe(error: unknown): string {
  if (error instanceof EdkError) return errorWords(error);
  return error instanceof Error ? (error.stack ?? '') : '';
}

function answerTo(error: unknown): Answer {
  if (isDiskFull(error)) return noSpaceLeft;
  // The cluster of the releases is away, say: that is not a defect, and it is worth telling.
  if (error instanceof EdkError) return withReason(detail(500, error.message), `${error.detail ?? ''} ${error.remedy}`);
  return internalServerError;
}

function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
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
