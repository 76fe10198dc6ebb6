import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http';

/** What a proxy does with a request that it lets through: sends it on as `outgoing`, and the answer back. */
export function handOn(outgoing: ClientRequest, incoming: IncomingMessage, answer: ServerResponse): void {
  outgoing.on('response', (result) => {
    answer.writeHead(result.statusCode ?? 502, result.headers);
    result.pipe(answer);
  });
  outgoing.on('error', () => answer.destroy());
  incoming.pipe(outgoing);
}
