import { once } from 'node:events';
import { createServer, request, type ClientRequest, type IncomingMessage } from 'node:http';
import { handOn } from './handOn.ts';

/** What to do with an exchange: hand it on, never answer, or answer with a status of our own. */
export type Fault = (incoming: IncomingMessage) => Decision | Promise<Decision>;
type Decision = 'pass' | 'hang' | number;

export interface FaultProxy {
  /** `127.0.0.1:<port>` */
  readonly address: string;
  /** Cuts what is under way, hanging exchanges above all. */
  hangUp(): void;
  close(): Promise<void>;
}

/** Stands before a server on this machine and spoils what `fault` chooses. */
export async function startFaultProxy(target: string, fault: Fault): Promise<FaultProxy> {
  const server = createServer((incoming, answer) => {
    void Promise.resolve(fault(incoming)).then((decision) => {
      if (decision === 'pass') handOn(onwards(target, incoming), incoming, answer);
      else if (decision !== 'hang')
        answer.writeHead(decision, { 'content-type': 'text/plain' }).end('spoiled on purpose');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return {
    address: `127.0.0.1:${address.port}`,
    hangUp: () => server.closeAllConnections(),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The Host header stays, so that the server's redirects lead back through here. */
function onwards(target: string, { url = '', method = 'GET', headers }: IncomingMessage): ClientRequest {
  return request(`http://${target}${url}`, { method, headers });
}
