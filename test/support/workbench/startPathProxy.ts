import { once } from 'node:events';
import { createServer, request, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { handOn } from '../handOn.ts';

export interface PathProxy {
  /** With a slash at its end. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Puts a server under a path, as the platform's reverse proxy does with the EDK: the path is stripped before a request
 * is passed on, and web sockets pass. What lies beside the path is nobody's.
 */
export async function startPathProxy(target: string, path: `/${string}/`): Promise<PathProxy> {
  const outgoingTo = (incoming: IncomingMessage): ReturnType<typeof request> | undefined => {
    const { url = '', method = 'GET', headers } = incoming;
    if (!url.startsWith(path)) return undefined;
    const forwarded = { 'x-forwarded-host': headers.host, 'x-forwarded-prefix': path.slice(0, -1) };
    return request(new URL(url.slice(path.length), target), { method, headers: { ...headers, ...forwarded } });
  };
  const sockets = new Set<Duplex>();
  const keep = (socket: Duplex): void => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
  };
  const server = createServer((incoming, answer) => {
    const outgoing = outgoingTo(incoming);
    if (outgoing === undefined) {
      answer.writeHead(404, { 'content-type': 'text/plain' }).end('nothing is here');
      return;
    }
    handOn(outgoing, incoming, answer);
  });
  server.on('upgrade', (incoming, socket, head) => {
    keep(socket);
    const outgoing = outgoingTo(incoming);
    if (outgoing === undefined) {
      socket.destroy();
      return;
    }
    outgoing.on('upgrade', ({ rawHeaders }, behind, first) => {
      keep(behind);
      const lines = rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${rawHeaders[at + 1] ?? ''}`] : []));
      socket.write(['HTTP/1.1 101 Switching Protocols', ...lines, '', ''].join('\r\n'));
      socket.write(first);
      behind.write(head);
      socket.pipe(behind).pipe(socket);
    });
    outgoing.on('error', () => socket.destroy());
    outgoing.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return {
    url: `http://127.0.0.1:${address.port}${path}`,
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
