import { BlockList, isIP, isIPv6 } from 'node:net';
import type { ProxySettings } from '../settings/settings.ts';
import { readNetworkPlace } from './readNetworkPlace.ts';

const usualPorts: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/**
 * The proxy that requests to a URL go through; undefined for none. Without a proxy for https the one for http serves.
 * This machine is always reached directly, and what `no_proxy` names as curl (from 7.86) and Go read it: hosts, addresses
 * and networks in CIDR form, with a port or not; a name stands for the names below it too, `*` for every host.
 */
export function proxyFor({ protocol, hostname, port }: URL, proxy: ProxySettings): string | undefined {
  const address = (protocol === 'https:' ? proxy.https : undefined) ?? proxy.http;
  if (address === undefined || address === '' || readNetworkPlace(hostname) === 'this machine') return undefined;
  const host = hostname.replace(/^\[|\]$|\.$/g, '').toLowerCase();
  const asked = { host, port: port || usualPorts[protocol] };
  const passedBy = (proxy.no ?? '').split(/[,\s]+/).some((entry) => matches(entry, asked));
  return passedBy ? undefined : address;
}

interface Asked {
  /** Without brackets. */
  readonly host: string;
  readonly port: string | undefined;
}

function matches(entry: string, asked: Asked): boolean {
  if (entry === '') return false;
  if (entry === '*') return true;
  const [, name = entry, port] = isIPv6(entry) ? [] : (/^(.+):(\d+)$/.exec(entry) ?? []);
  if (port !== undefined && port !== asked.port) return false;
  const [host = '', prefix] = name
    .toLowerCase()
    .replace(/[[\]]/g, '')
    .replace(/^\*?\./, '')
    .replace(/\.$/, '')
    .split('/');
  if (isIP(host) !== 0 || isIP(asked.host) !== 0) return containsAddress(host, prefix, asked.host);
  return asked.host === host || asked.host.endsWith(`.${host}`);
}

function containsAddress(network: string, prefix: string | undefined, address: string): boolean {
  const family = isIP(network);
  const bits = prefix === undefined ? (family === 4 ? 32 : 128) : Number(prefix);
  if (family === 0 || family !== isIP(address)) return false;
  if (!/^\d*$/.test(prefix ?? '') || prefix === '' || bits > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  const kind = family === 4 ? 'ipv4' : 'ipv6';
  list.addSubnet(network, bits, kind);
  return list.check(address, kind);
}
