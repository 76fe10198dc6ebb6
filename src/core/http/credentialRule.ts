/** A credential and where it is about to go. */
export interface CredentialRoute {
  readonly url: URL;
  /** Any address of the host that it was given for. */
  readonly givenFor: URL;
  /** `project`: only an edk.yaml names the address, and that may come from anybody. */
  readonly namedBy: 'user' | 'project';
  /** Hosts, as `host:port`, that the user lets go without encryption (EDK_PLAIN_HTTP). */
  readonly plainHttp: readonly string[];
}

/**
 * The one rule for credentials, whichever they are: they go to the host that they were given for, when the user named it,
 * and without encryption only inside this machine or a cluster and where the user allowed it. That no redirect carries
 * them on is the HTTP client's part.
 *
 * @returns why this one stays here, to stand behind a colon; undefined when it may go.
 */
export function whyWithheld({ url, givenFor, namedBy, plainHttp }: CredentialRoute): string | undefined {
  if (namedBy === 'project') return 'only an edk.yaml names that address, and it may not be yours';
  if (authorityOf(url) !== authorityOf(givenFor)) return `they were given for ${givenFor.host}`;
  if (url.protocol === 'https:' || mayGoUnencrypted(url, plainHttp)) return undefined;
  return `${url.protocol.replace(/:$/, '')} is not encrypted, and EDK_PLAIN_HTTP does not allow ${authorityOf(url)}`;
}

/** Whether plain http is good enough for what is secret. */
function mayGoUnencrypted(url: URL, plainHttp: readonly string[]): boolean {
  if (url.protocol !== 'http:') return false;
  return readNetworkPlace(url.hostname) !== 'elsewhere' || allowsPlainHttp(plainHttp, url.host);
}

/** Whether a host, with its port where it is not 80, is among those that the user named. */
export function allowsPlainHttp(plainHttp: readonly string[], host: string): boolean {
  const asked = withPort(host);
  return plainHttp.some((allowed) => withPort(allowed) === asked);
}

function authorityOf(url: URL): string {
  return url.port !== '' ? url.host : `${url.host}:${url.protocol === 'https:' ? '443' : '80'}`;
}

function withPort(host: string): string {
  const name = host.toLowerCase();
  return /:\d+$/.test(name) ? name : `${name}:80`;
}

/** Who reaches a host: everybody on this machine, everything in a Kubernetes cluster, or whoever reaches it. */
export function readNetworkPlace(host: string): 'this machine' | 'cluster' | 'elsewhere' {
  if (/^(localhost|127(\.\d+){3}|\[?::1\]?)$/i.test(host)) return 'this machine';
  return /\.svc(\.cluster\.local)?$/i.test(host) ? 'cluster' : 'elsewhere';
}
