import { createServer, type Server } from 'node:net';
import { EdkError } from '../../core/errors/edkError.ts';

/**
 * Listens on 127.0.0.1 and returns the port, which is a free one for port 0.
 *
 * @throws EdkError `platform.portTaken`.
 */
export async function listen(server: Server, port: number, purpose: string): Promise<number> {
  return await new Promise((resolve, reject) => {
    server.once('error', (error) => reject(explainListenError(error, port, purpose)));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** @throws EdkError `platform.portTaken` when another program listens there already. */
export async function checkPortFree(port: number, purpose: string): Promise<void> {
  const probe = createServer();
  await listen(probe, port, purpose);
  await new Promise<void>((resolve) => probe.close(() => resolve()));
}

/** Turns the failure to listen into an error with a remedy. */
function explainListenError(error: Error, port: number, purpose: string): Error {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    return new EdkError('platform.portTaken', `Port ${port} for ${purpose} is in use by another program.`, {
      cause: error,
    });
  }
  if (code === 'EACCES') {
    return new EdkError('platform.portTaken', `Port ${port} for ${purpose} needs administrator rights.`, {
      cause: error,
    });
  }
  return error;
}
