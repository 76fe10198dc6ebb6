/**
 * Listens on a port of this machine's loopback, or of the network namespace that it runs in, and hands every connection
 * on to a socket in the file system, which has no such borders: relayPort.ts <port> <socket>. It ends with its
 * standard input.
 */
import { connect, createServer } from 'node:net';

const [port = '', socket = ''] = process.argv.slice(2);
createServer((client) => {
  const other = connect(socket);
  client.pipe(other).pipe(client);
  const end = (): void => {
    client.destroy();
    other.destroy();
  };
  client.on('error', end);
  other.on('error', end);
}).listen(Number(port), '127.0.0.1');
process.stdin.on('end', () => process.exit()).resume();
