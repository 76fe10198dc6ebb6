import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { makeCertificate } from './makeCertificate.ts';

export interface CertifiedServer {
  readonly url: string;
  /** As PEM: its own authority. */
  readonly certificate: string;
  /** The same in a file. */
  readonly file: string;
  /** How many requests have come. */
  requests(): number;
  stop(): Promise<void>;
}

interface CertifiedOptions {
  readonly host: string;
  readonly answer: string;
  /** The host that its certificate is for. */
  readonly certified?: string;
}

/** A server for HTTPS on loopback that nobody trusts who does not know its certificate; says the same to everybody. */
export async function startCertifiedServer(
  folder: string,
  { host, answer, certified = host }: CertifiedOptions,
): Promise<CertifiedServer> {
  const { key, certificate: file } = makeCertificate(folder, certified);
  let requests = 0;
  const certificate = readFileSync(file, 'utf8');
  const server = createServer({ key: readFileSync(key), cert: certificate }, (_request, response) => {
    requests += 1;
    response.end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, /^[\d.]+$/.test(host) ? host : '127.0.0.1', resolve));
  return {
    url: `https://${host}:${(server.address() as AddressInfo).port}`,
    certificate,
    file,
    requests: () => requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
