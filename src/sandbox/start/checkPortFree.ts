import { createServer } from 'node:net';
import { EdkError } from '../../core/errors/edkError.ts';

/** @throws EdkError `platform.portTaken` when another program listens there already. */
export async function checkPortFree(port: number, purpose: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => reject(explainListenError(error, port, purpose)));
    probe.listen({ host: '127.0.0.1', port, exclusive: true }, () => probe.close(() => resolve()));
  });
}

/** Turns the failure to listen into an error with a remedy. */
export function explainListenError(error: Error, port: number, purpose: string): Error {
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
