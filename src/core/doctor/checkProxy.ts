import { proxyExample, proxyFault } from '../http/proxyFault.ts';
import { proxyFor } from '../http/proxyFor.ts';
import type { Finding } from './doctorCheck.ts';
import type { DoctorContext } from './doctorContext.ts';

export function checkProxy({ settings }: DoctorContext): Promise<Finding> {
  return Promise.resolve(judge(settings));
}

function judge({ proxy, registry, platformUrl }: DoctorContext['settings']): Finding {
  const set = Object.entries({ http_proxy: proxy.http, https_proxy: proxy.https }).filter(isSet);
  if (set.length === 0) return { status: 'ok', what: 'No proxy is set' };
  for (const [variable, value] of set) {
    const fault = proxyFault(value);
    // The value may carry a password: it is not shown.
    if (fault !== undefined) {
      return {
        status: 'problem',
        what: `${variable} ${fault}.`,
        remedy: `Set ${variable} to an address, ${proxyExample}.`,
      };
    }
  }
  const [only] = set;
  if (set.length === 1 && only !== undefined) {
    const missing = only[0] === 'http_proxy' ? 'https_proxy' : 'http_proxy';
    return {
      status: 'warning',
      what: `${only[0]} is set, but ${missing} is not: builds may reach only some servers.`,
      remedy: `Set ${missing} as well.`,
    };
  }
  const through = [`https://${registry.push}`, platformUrl ?? '']
    .flatMap((address) => (URL.canParse(address) ? [new URL(address)] : []))
    .find((address) => proxyFor(address, proxy) !== undefined)?.hostname;
  if (through !== undefined) {
    return {
      status: 'warning',
      what: `${through} would be reached through the proxy, which rarely works for the platform's own servers.`,
      remedy: `Add ${through} to no_proxy.`,
    };
  }
  return { status: 'ok', what: `Proxy ${set.map(([, value]) => new URL(value).host).join(', ')}` };
}

function isSet(entry: [string, string | undefined]): entry is [string, string] {
  return entry[1] !== undefined && entry[1] !== '';
}
