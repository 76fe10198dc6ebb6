import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the ports that systems give to outgoing connections: one of those could take a port before its server starts. */
const [first, last] = [20_000, 32_000];

/** @returns {Promise<number>} a port of the loopback interface that nobody listens on now */
export function freePort() {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(freePort()));
    const port = randomInt(first, last);
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(port)));
  });
}
