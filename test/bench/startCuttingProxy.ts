import { once } from 'node:events';
import { connect, createServer } from 'node:net';

export interface Cut {
  /** Of what comes from clients since the last cut; the rest of it is lost. */
  readonly afterBytes: number;
  /** `request`: in the middle of it; `answer`: the server has all of it, and its next answer is lost. */
  readonly what: 'request' | 'answer';
}

export interface CuttingProxy {
  readonly port: number;
  /** How many connections it has cut. */
  readonly cuts: () => number;
  close(): void;
}

/** Stands before a server on this machine and cuts connections as told, until there is none left. */
export async function startCuttingProxy(target: URL, cuts: readonly Cut[]): Promise<CuttingProxy> {
  const left = [...cuts];
  let sent = 0;
  const proxy = createServer((client) => {
    const server = connect(Number(target.port), target.hostname);
    const end = (): void => {
      client.destroy();
      server.destroy();
    };
    const isDue = (what: Cut['what']): boolean => {
      const [next] = left;
      if (next?.what !== what || sent < next.afterBytes) return false;
      left.shift();
      sent = 0;
      end();
      return true;
    };
    client.on('data', (bytes: Buffer) => {
      sent += bytes.length;
      if (isDue('request')) return;
      if (!server.write(bytes)) client.pause();
    });
    server.on('drain', () => client.resume());
    server.on('data', (bytes: Buffer) => {
      if (!isDue('answer')) client.write(bytes);
    });
    client.on('error', end).on('end', () => server.end());
    server.on('error', end).on('end', () => client.end());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return { port: address.port, cuts: () => cuts.length - left.length, close: () => proxy.close() };
}
