import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { detail, text, type Answer } from './answer.ts';

/** Who may use the API. */
export interface Access {
  /** Host names under which the API answers. */
  readonly hosts: ReadonlySet<string>;
  /** Of this start; see createToken. */
  readonly token: string;
}

/** Another one for each start. Whoever can read it in the state folder is the person who started the platform. */
export function createToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Host names under which the platform may be addressed. */
export function allowedHosts(adminNamespace: string): ReadonlySet<string> {
  const service = `kube-helm-service.${adminNamespace}.svc`;
  return new Set(['127.0.0.1', 'localhost', '[::1]', service, `${service}.cluster.local`]);
}

/** Whether the Host is one of these: another one means that a web page found its way here by DNS rebinding. */
export function isAddressedTo({ host }: IncomingHttpHeaders, hosts: ReadonlySet<string>): boolean {
  return host !== undefined && hosts.has(withoutPort(host));
}

/** Whether a request to an application comes from no web page, or from one under the names of this machine. */
export function isAllowedSource(headers: IncomingHttpHeaders, hosts: ReadonlySet<string>): boolean {
  if (!isAddressedTo(headers, hosts)) return false;
  const { origin } = headers;
  return origin === undefined || hosts.has(withoutPort(origin.replace(/^https?:\/\//, '')));
}

export const foreignHost = text(403, 'This platform can only be reached under the host names of this machine.');
const foreignPage = text(403, 'This platform does not answer requests from other sites.');
const tokenMissing: Answer = {
  ...detail(
    401,
    'This local platform needs the header "Authorization: Bearer <token>". The token is in the file access.json in its state folder, where edk and the editor read it.',
  ),
  headers: { 'www-authenticate': 'Bearer realm="local platform"' },
};

/**
 * The refusal of a request to the API; undefined when it may pass. Pages of applications have the same origin as the
 * API: only the token tells a program of this person from them, so no page must ever get it.
 */
export function refuseRequest(
  headers: IncomingHttpHeaders,
  needs: 'token' | 'nothing',
  access: Access,
): Answer | undefined {
  if (!isAddressedTo(headers, access.hosts)) return foreignHost;
  const { origin, host = '' } = headers;
  const isForeign = origin !== undefined && origin.toLowerCase() !== `http://${host}`.toLowerCase();
  if (isForeign || headers['sec-fetch-site'] === 'cross-site') return foreignPage;
  return needs === 'nothing' || carriesToken(headers, access.token) ? undefined : tokenMissing;
}

/** What goes on to an application must not carry the token. */
export function withholdToken(headers: IncomingHttpHeaders, token: string): void {
  if (carriesToken(headers, token)) delete headers.authorization;
}

function carriesToken({ authorization = '' }: IncomingHttpHeaders, token: string): boolean {
  const given = /^bearer +(\S+)$/i.exec(authorization.trim())?.[1] ?? '';
  // Hashes have one length, whatever is given.
  return timingSafeEqual(sha256(given), sha256(token));
}

function sha256(value: string): Buffer {
  return createHash('sha256').update(value).digest();
}

function withoutPort(host: string): string {
  return host.replace(/:\d+$/, '').toLowerCase();
}
