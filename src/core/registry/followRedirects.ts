import { EdkError } from '../errors/edkError.ts';
import { allowsPlainHttp, readNetworkPlace } from '../http/credentialRule.ts';
import type { HttpAnswer } from '../http/httpClient.ts';
import type { RegistryAddress } from './registryAddress.ts';

/** One less than the limit of Go's HTTP client, which docker uses. */
const mostRedirects = 9;

export interface RedirectedCall {
  readonly address: RegistryAddress;
  readonly plainHttp: readonly string[];
  /** Where the first answer came from. */
  readonly url: URL;
  /** The same request to another place, with nothing that was meant for the registry. */
  readonly send: (url: URL) => Promise<HttpAnswer>;
}

/**
 * Follows a registry that keeps its blobs in other storage, as docker does: the credentials stay with the registry, since
 * the address itself says who may read.
 *
 * @throws EdkError `registry.failed` for an address that is not followed, and for too many.
 */
export async function followRedirects(first: HttpAnswer, call: RedirectedCall): Promise<HttpAnswer> {
  let answer = first;
  let { url } = call;
  for (let count = 0; isRedirect(answer); count += 1) {
    if (count === mostRedirects) {
      throw new EdkError('registry.failed', `The registry ${call.address.name} redirects more than ${count} times.`);
    }
    url = nextPlace(answer.headers.location ?? '', url, call);
    answer = await call.send(url);
  }
  return answer;
}

function isRedirect({ status, headers }: HttpAnswer): boolean {
  return [301, 302, 303, 307, 308].includes(status) && headers.location !== undefined;
}

function nextPlace(location: string, from: URL, { address, plainHttp }: RedirectedCall): URL {
  const url = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && mayBePlain(url, address, plainHttp))) {
    url.username = '';
    url.password = '';
    return url;
  }
  const where = url === undefined ? 'an invalid address' : `${url.protocol}//${url.host}`;
  throw new EdkError('registry.failed', `The registry ${address.name} redirects to ${where}, which is not followed.`, {
    remedy:
      url?.protocol === 'http:'
        ? `Let the registry redirect to an https address, or allow plain http with EDK_PLAIN_HTTP=${url.host}.`
        : 'Let the registry redirect to an https address.',
  });
}

/** A registry with a certificate does not send us to a place without one, unless somebody allowed that place. */
function mayBePlain(url: URL, { api }: RegistryAddress, plainHttp: readonly string[]): boolean {
  if (allowsPlainHttp(plainHttp, url.host)) return true;
  return api.protocol === 'http:' && readNetworkPlace(url.hostname) !== 'elsewhere';
}
