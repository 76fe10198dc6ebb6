import type { ProxySettings } from '../settings/settings.ts';

const usualPorts: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/** Addresses of this machine are always reached directly. */
const thisMachine = 'localhost,127.0.0.1,[::1]';

/**
 * The proxy that requests to a URL go through; undefined for none. Without a proxy for https the one for http serves.
 * `no_proxy` names hosts, with a port or not; a name stands for the names below it too, `*` for every host.
 */
export function proxyFor({ protocol, hostname, port }: URL, proxy: ProxySettings): string | undefined {
  const address = (protocol === 'https:' ? proxy.https : undefined) ?? proxy.http;
  if (address === undefined || address === '') return undefined;
  const asked = { host: hostname.toLowerCase(), port: port || usualPorts[protocol] };
  const passedBy = `${thisMachine},${proxy.no ?? ''}`.split(/[,\s]+/).some((entry) => matches(entry, asked));
  return passedBy ? undefined : address;
}

function matches(entry: string, asked: { readonly host: string; readonly port: string | undefined }): boolean {
  if (entry === '') return false;
  if (entry === '*') return true;
  const [, name = entry, port] = /^(.+):(\d+)$/.exec(entry) ?? [];
  const host = name.replace(/^\*?\./, '').toLowerCase();
  if (port !== undefined && port !== asked.port) return false;
  return asked.host === host || asked.host.endsWith(`.${host}`);
}
