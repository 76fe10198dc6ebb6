import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { handOn } from './handOn.ts';

export interface HttpProxy {
  readonly address: string;
  /** What it was asked for, e.g. `GET http://host/` or `CONNECT host:443`. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/**
 * A proxy on loopback: takes whole addresses for HTTP and makes tunnels for HTTPS; with `user:password`, for nobody else.
 * Names that end with .test lead to this machine, which no client asks a proxy for by its own names.
 */
export async function startHttpProxy(user?: string): Promise<HttpProxy> {
  const asked: string[] = [];
  const expected = user === undefined ? undefined : `Basic ${Buffer.from(user).toString('base64')}`;
  const server = createServer((incoming, answer) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    if (incoming.headers['proxy-authorization'] !== expected) {
      answer.writeHead(407, { 'proxy-authenticate': 'Basic' }).end('Who are you?');
      return;
    }
    const headers = Object.fromEntries(Object.entries(incoming.headers).filter(([name]) => !name.startsWith('proxy-')));
    handOn(request(onThisMachine(incoming.url ?? ''), { method: incoming.method ?? 'GET', headers }), incoming, answer);
  });
  server.on('connect', (incoming, client) => {
    asked.push(`CONNECT ${incoming.url}`);
    if (incoming.headers['proxy-authorization'] !== expected) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const [host = '', port] = (incoming.url ?? '').split(':');
    const target = connect(Number(port), host.endsWith('.test') ? '127.0.0.1' : host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      target.pipe(client).pipe(target);
    });
    target.on('error', () => client.destroy());
    client.on('error', () => target.destroy());
    client.on('close', () => target.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function onThisMachine(address: string): URL {
  const url = new URL(address);
  if (url.hostname.endsWith('.test')) url.hostname = '127.0.0.1';
  return url;
}
