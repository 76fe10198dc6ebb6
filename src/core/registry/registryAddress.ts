import { EdkError } from '../errors/edkError.ts';
import { allowsPlainHttp, readNetworkPlace } from '../http/credentialRule.ts';
import { whyInvalidRegistry } from '../text/imageReference.ts';

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

/** Docker Hub's registry answers under another name than the one in references. */
const dockerHub = 'registry-1.docker.io';

/**
 * Plain http is for this machine, the inside of a cluster (the registry of the platform's EDK has no certificate there),
 * and what somebody named; everything else needs a certificate.
 *
 * @throws EdkError `settings.invalid` for what is no `host:port` with an optional path.
 */
export function parseRegistryAddress(name: string, { plainHttp = [] }: RegistryAddressOptions = {}): RegistryAddress {
  const problem = whyInvalidRegistry(name);
  const [host = '', ...path] = name.split('/');
  const hostname = host.replace(/:\d+$/, '');
  const isPlain = readNetworkPlace(hostname) !== 'elsewhere' || allowsPlainHttp(plainHttp, host);
  const url = `${isPlain ? 'http' : 'https'}://${host === 'docker.io' ? dockerHub : host}/v2/`;
  if (problem !== undefined || !URL.canParse(url)) {
    throw new EdkError('settings.invalid', `"${name}" is not a registry address: ${problem ?? 'no such host'}.`, {
      remedy: 'Write it as host:port, without http://, for example localhost:32000.',
    });
  }
  return { name, host, prefix: path.map((part) => `${part}/`).join(''), api: new URL(url) };
}
