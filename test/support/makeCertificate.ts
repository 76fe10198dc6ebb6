import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

export interface CertificateFiles {
  readonly key: string;
  /** Its own authority, as PEM. */
  readonly certificate: string;
}

/** Makes a certificate for a host, a name or an IPv4 address, and its key; answers with the paths of both. */
export function makeCertificate(folder: string, host: string): CertificateFiles {
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const name = `subjectAltName=${/^[\d.]+$/.test(host) ? 'IP' : 'DNS'}:${host}`;
  const request = `req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=${host} -addext ${name}`;
  execFileSync('openssl', [...request.split(' '), '-keyout', key, '-out', certificate], { stdio: 'ignore' });
  return { key, certificate };
}
