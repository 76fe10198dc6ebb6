import type { Finding } from './doctorCheck.ts';
import type { DoctorContext } from './doctorContext.ts';

const goodExample = 'for example http://proxy.example.org:3128';

export function checkProxy({ settings }: DoctorContext): Promise<Finding> {
  return Promise.resolve(judge(settings));
}

function judge({ proxy, registry, platformUrl }: DoctorContext['settings']): Finding {
  const set = Object.entries({ http_proxy: proxy.http, https_proxy: proxy.https }).filter(isSet);
  if (set.length === 0) return { status: 'ok', what: 'No proxy is set' };
  for (const [variable, value] of set) {
    const fault = faultOf(value);
    // The value may carry a password: it is not shown.
    if (fault !== undefined) {
      return {
        status: 'problem',
        what: `${variable} ${fault}.`,
        remedy: `Set ${variable} to an address, ${goodExample}.`,
      };
    }
  }
  const [only] = set;
  if (set.length === 1 && only !== undefined) {
    const missing = only[0] === 'http_proxy' ? 'https_proxy' : 'http_proxy';
    return {
      status: 'warning',
      what: `${only[0]} is set, but ${missing} is not: builds may reach some servers only.`,
      remedy: `Set ${missing} as well.`,
    };
  }
  const platformHost =
    platformUrl !== undefined && URL.canParse(platformUrl) ? new URL(platformUrl).hostname : undefined;
  const through = [hostOf(registry.push), platformHost].find((host) => host !== undefined && !isDirect(host, proxy.no));
  if (through !== undefined) {
    return {
      status: 'warning',
      what: `${through} would be reached through the proxy, which seldom works for the platform's own servers.`,
      remedy: `Add ${through} to no_proxy.`,
    };
  }
  return { status: 'ok', what: `Proxy ${set.map(([, value]) => new URL(value).host).join(', ')}` };
}

function isSet(entry: [string, string | undefined]): entry is [string, string] {
  return entry[1] !== undefined && entry[1] !== '';
}

function faultOf(value: string): string | undefined {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) return 'lacks http:// or https:// in front';
  if (!URL.canParse(value)) return 'is no address';
  return /^https?:$/.test(new URL(value).protocol) ? undefined : 'is neither http:// nor https://';
}

/** Host of `host:port/path`. */
function hostOf(reference: string): string | undefined {
  const address = `http://${reference}`;
  return URL.canParse(address) ? new URL(address).hostname : undefined;
}

/** Whether a host is reached without the proxy: loopback, or named in no_proxy, itself or a domain above it. */
function isDirect(host: string, noProxy: string | undefined): boolean {
  if (/^(localhost|127\.[0-9.]+|\[::1\])$/.test(host)) return true;
  const entries = (noProxy ?? '').split(/[\s,]+/).filter((entry) => entry !== '');
  return entries.some((entry) => {
    const domain = entry
      .replace(/:\d+$/, '')
      .replace(/^\*?\.?/, '')
      .toLowerCase();
    return entry === '*' || host === domain || host.endsWith(`.${domain}`);
  });
}
