import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent, type RequestOptions } from 'node:https';
import { BlockList, isIP, isIPv6 } from 'node:net';
import { checkServerIdentity } from 'node:tls';
import { EdkError } from '../errors/edkError.ts';
import type { ProxySettings } from '../settings/settings.ts';
import { readNetworkPlace } from './credentialRule.ts';

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

type Way = Pick<RequestOptions, 'agent' | 'ca' | 'checkServerIdentity'>;

/** The ways to hosts, directly or through a proxy, over connections that are kept open for the next request. */
export interface HttpAgents {
  /** @throws EdkError `settings.invalid` when the proxy on the way has no address. */
  wayTo(url: URL): Promise<Way>;
  close(): Promise<void>;
}

/** Less than the five seconds after which many servers hang up: a request must not meet that. */
const keepAlive = { keepAlive: true, timeout: 4000 };

/** @param authorities certificates that are trusted, as PEM; undefined for those that Node knows. */
export function openAgents(proxy: ProxySettings, authorities: readonly string[] | undefined): HttpAgents {
  const trust = authorities === undefined ? {} : { ca: [...authorities] };
  const agents = new Map<string, Promise<HttpAgent>>();
  return {
    async wayTo(url) {
      const via = proxyFor(url, proxy);
      if (via !== undefined) checkAddress(via);
      const key = `${url.protocol} ${via ?? ''}`;
      const agent = agents.get(key) ?? openAgent(url.protocol, via, trust);
      agents.set(key, agent);
      return { agent: await agent, ...trust, ...(via === undefined ? {} : checkCertificateFor(url)) };
    },
    async close() {
      // The request that an agent could not be opened for has told it.
      for (const opened of await Promise.allSettled(agents.values())) {
        if (opened.status === 'fulfilled') opened.value.destroy();
      }
    },
  };
}

function checkAddress(proxy: string): void {
  const fault = proxyFault(proxy);
  if (fault === undefined) return;
  throw new EdkError('settings.invalid', `The proxy address ${fault}.`, {
    remedy: `Set http_proxy and https_proxy to full addresses, ${proxyExample}.`,
  });
}

/** Behind a tunnel, the certificate of a host without a name would be compared with "localhost". */
function checkCertificateFor({ hostname }: URL): Way {
  const host = hostname.replace(/^\[|\]$/g, '');
  return { checkServerIdentity: (_name, certificate) => checkServerIdentity(host, certificate) };
}

/** Most people have no proxy, so what speaks with one is loaded for the first request through it. */
async function openAgent(
  protocol: string,
  via: string | undefined,
  trust: { readonly ca?: string[] },
): Promise<HttpAgent> {
  const options = { ...keepAlive, ...trust };
  if (protocol === 'https:') {
    if (via === undefined) return new HttpsAgent(options);
    const { HttpsProxyAgent } = await import('https-proxy-agent');
    return new HttpsProxyAgent(via, options);
  }
  if (via === undefined) return new HttpAgent(options);
  const { HttpProxyAgent } = await import('http-proxy-agent');
  return new HttpProxyAgent(via, options);
}

/** How the address of a proxy should look. */
export const proxyExample = 'for example http://proxy.example.org:3128';

/** What is wrong with the address of a proxy; undefined for nothing. It may contain a password and is not shown. */
export function proxyFault(address: string): string | undefined {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(address)) return 'does not start with http:// or https://';
  if (!URL.canParse(address)) return 'is not an address';
  return /^https?:$/.test(new URL(address).protocol) ? undefined : 'is neither http:// nor https://';
}
