import { connect } from 'node:net';

/** Sends bytes as they are and answers with what came back until the connection ended, or until nothing more comes. */
export async function sendRaw(port: number, bytes: string | Buffer, silenceMs = 300): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  const chunks: Buffer[] = [];
  return await new Promise((resolve) => {
    const finish = (): void => {
      socket.destroy();
      resolve(Buffer.concat(chunks).toString('latin1'));
    };
    socket.setTimeout(silenceMs, finish);
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('end', finish);
    socket.on('error', finish);
    socket.write(bytes);
  });
}
