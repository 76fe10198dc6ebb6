import type { IncomingHttpHeaders } from 'node:http';

/** Host names under which the platform may be addressed. */
export function allowedHosts(adminNamespace: string): ReadonlySet<string> {
  const service = `kube-helm-service.${adminNamespace}.svc`;
  return new Set(['127.0.0.1', 'localhost', '[::1]', service, `${service}.cluster.local`]);
}

/**
 * Whether a request comes from a program on this machine: another Host means that a web page found its way here by DNS
 * rebinding, another Origin that it posts across sites.
 */
export function isAllowedSource(headers: IncomingHttpHeaders, hosts: ReadonlySet<string>): boolean {
  if (headers.host === undefined || !hosts.has(withoutPort(headers.host))) return false;
  const origin = headers.origin;
  return origin === undefined || hosts.has(withoutPort(origin.replace(/^https?:\/\//, '')));
}

function withoutPort(host: string): string {
  return host.replace(/:\d+$/, '').toLowerCase();
}
