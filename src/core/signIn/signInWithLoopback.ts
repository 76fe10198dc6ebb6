import { createServer, type Server } from 'node:http';
import type { HttpClient } from '../http/httpClient.ts';
import { beginSignIn } from './beginSignIn.ts';
import type { IssuerOptions } from './openIssuer.ts';
import type { Session } from './session.ts';

interface LoopbackOptions {
  readonly http: HttpClient;
  readonly signal: AbortSignal;
  /** Shows the page to the person, or opens it. */
  readonly show: (url: string) => void;
}

/** Signs in with a browser on this machine, which is sent back to a port of it. */
export async function signInWithLoopback(options: IssuerOptions, loopback: LoopbackOptions): Promise<Session> {
  const { http, signal, show } = loopback;
  const server = createServer();
  try {
    const port = await listen(server);
    const redirectUri = `http://127.0.0.1:${port}/signed-in`;
    const begun = await beginSignIn(options, { http, redirectUri, signal });
    const redirected = waitForRedirect(server, { state: begun.state, redirectUri, signal });
    show(begun.url);
    return await begun.finish(await redirected);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0 }, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

interface Awaited {
  readonly state: string;
  readonly redirectUri: string;
  readonly signal: AbortSignal;
}

/** Other programs' requests, and pages that try their luck, are not the redirect: their state is another. */
function waitForRedirect(server: Server, { state, redirectUri, signal }: Awaited): Promise<URL> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error('cancelled'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    server.on('request', (request, response) => {
      const url = new URL(request.url ?? '/', redirectUri);
      const isRedirect = url.pathname === '/signed-in' && url.searchParams.get('state') === state;
      response.writeHead(isRedirect ? 200 : 404, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
      response.end(isRedirect ? 'Signed in. You can close this page.\n' : 'Not found.\n', () => {
        if (!isRedirect) return;
        signal.removeEventListener('abort', stop);
        resolve(url);
      });
    });
  });
}
