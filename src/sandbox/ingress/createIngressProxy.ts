import type { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createProxyServer } from 'httpxy';
import { findRoute, readyAddresses, type LiveIngress } from './ingressTable.ts';
import { passMiddlewares, type Passed } from './middlewares.ts';

/** The reverse proxy in front of applications, as Traefik is on a real platform: plain HTTP and websockets. */
export interface IngressProxy {
  /** Whether the request belongs to an application; it is answered then. */
  answer(message: IncomingMessage, response: ServerResponse): boolean;
  upgrade(message: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Ends what is still open. */
  close(): void;
}

export interface IngressProxyParts {
  readonly ingresses: () => readonly LiveIngress[];
  readonly log: (line: string) => void;
}

type Destination =
  | {
      readonly kind: 'pod';
      readonly origin: string;
      readonly target: string;
      readonly headers: Readonly<Record<string, string>>;
    }
  | Extract<Passed, { kind: 'redirect' | 'unusable' }>
  | { readonly kind: 'unavailable'; readonly release: string };

export function createIngressProxy({ ingresses, log }: IngressProxyParts): IngressProxy {
  // A connection for each request: a pod may close one that it was told to close while the next request is on its way.
  const proxy = createProxyServer({ xfwd: true, proxyTimeout: 0, agent: false });
  /** Both ends of open websockets. */
  const sockets = new Set<Socket>();
  const track = (socket: Socket): void => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  };
  proxy.on('open', track);
  proxy.on('proxyRes', makeSendable);

  function find({ url = '/', headers }: IncomingMessage): Destination | undefined {
    const match = findRoute(ingresses(), new URL(url, 'http://localhost').pathname);
    if (match === undefined) return undefined;
    const passed = passMiddlewares(match.route.middlewares, headers.host ?? 'localhost', url);
    if (passed.kind !== 'forward') return passed;
    const addresses = readyAddresses(match);
    const address = addresses[Math.floor(Math.random() * addresses.length)];
    if (address === undefined) return { kind: 'unavailable', release: match.release.name };
    return { ...passed, kind: 'pod', origin: `http://${address}` };
  }

  function rewrite(message: IncomingMessage, { target, headers }: Extract<Destination, { kind: 'pod' }>): void {
    message.url = target;
    Object.assign(message.headers, headers);
  }

  async function forward(
    message: IncomingMessage,
    response: ServerResponse,
    destination: Extract<Destination, { kind: 'pod' }>,
  ): Promise<void> {
    try {
      rewrite(message, destination);
      await proxy.web(message, response, { target: destination.origin });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log(`${message.method ?? ''} ${message.url ?? ''} to ${destination.origin}: ${reason}`);
      if (response.headersSent) response.destroy();
      else response.writeHead(502, plain).end(`Bad Gateway: ${reason}\n`);
    }
  }

  return {
    answer(message, response) {
      const destination = find(message);
      switch (destination?.kind) {
        case undefined:
          return false;
        case 'redirect':
          response.writeHead(destination.status, { location: destination.location }).end();
          return true;
        case 'unusable':
          log(`A Middleware for ${message.url ?? ''} cannot be used: ${destination.reason}`);
          response.writeHead(404, plain).end(`A Middleware of this route cannot be used: ${destination.reason}\n`);
          return true;
        case 'unavailable':
          response.writeHead(503, plain).end(`No pod of ${destination.release} is ready.\n`);
          return true;
        case 'pod':
          void forward(message, response, destination);
          return true;
      }
    },
    upgrade(message, socket, head) {
      const destination = find(message);
      if (destination?.kind !== 'pod' || !(socket instanceof Socket)) return false;
      track(socket);
      rewrite(message, destination);
      proxy.ws(message, socket, { target: destination.origin }, head).catch((error: unknown) => {
        log(`Websocket to ${destination.origin}: ${error instanceof Error ? error.message : String(error)}`);
        socket.destroy();
      });
      return true;
    },
    close() {
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** A pod may answer with what Node reads but refuses to write: that must not end the platform. */
function makeSendable(answer: IncomingMessage): void {
  const { statusCode = 0, statusMessage = '' } = answer;
  if (statusCode < 200 || statusCode > 599) answer.statusCode = 502;
  // RFC 9112: what a reason phrase is made of.
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(statusMessage)) answer.statusMessage = '';
}

const plain = { 'content-type': 'text/plain; charset=utf-8' };
