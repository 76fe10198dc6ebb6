import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent, type RequestOptions } from 'node:https';
import { checkServerIdentity } from 'node:tls';
import { EdkError } from '../errors/edkError.ts';
import type { ProxySettings } from '../settings/settings.ts';
import { proxyExample, proxyFault } from './proxyFault.ts';
import { proxyFor } from './proxyFor.ts';

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
  throw new EdkError('settings.invalid', `The address of the proxy ${fault}.`, {
    remedy: `Set http_proxy and https_proxy to addresses, ${proxyExample}.`,
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
