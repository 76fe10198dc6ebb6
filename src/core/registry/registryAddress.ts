import { EdkError } from '../errors/edkError.ts';

export interface RegistryAddress {
  /** For messages: as it was configured. */
  readonly name: string;
  readonly host: string;
  /** Put before every repository: empty, or with a slash at its end. */
  readonly prefix: string;
  readonly api: URL;
}

export interface RegistryAddressOptions {
  /** Registries, as `host:port`, that somebody said have no certificate. */
  readonly plainHttp?: readonly string[] | undefined;
}

const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;
/** The registry of the platform's EDK has no certificate inside its cluster. */
const inCluster = /\.svc(?:\.cluster\.local)?$/;

/**
 * Plain http is for this machine, the inside of a cluster, and what somebody named; everything else needs a certificate.
 *
 * @throws EdkError `settings.invalid` for what is no `host:port` with an optional path.
 */
export function parseRegistryAddress(name: string, { plainHttp = [] }: RegistryAddressOptions = {}): RegistryAddress {
  const [, host = '', path = ''] = /^([^/\s]+)(?:\/(\S*))?$/.exec(name) ?? [];
  const hostname = host.replace(/:\d+$/, '');
  const isPlain = loopback.test(hostname) || inCluster.test(hostname) || plainHttp.includes(host);
  const protocol = isPlain ? 'http' : 'https';
  const url = `${protocol}://${host}/v2/`;
  if (host === '' || !URL.canParse(url)) {
    throw new EdkError('settings.invalid', `"${name}" is no address of a registry; it should read host:port.`);
  }
  return { name, host, prefix: path === '' ? '' : `${path.replace(/\/$/, '')}/`, api: new URL(url) };
}
