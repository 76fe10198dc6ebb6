import type { z } from 'zod';
import { EdkError } from '../errors/edkError.ts';
import { parseJson } from '../text/parseJson.ts';
import { askRegistry, type RegistryAccess, type RegistryCall } from './registryRequest.ts';

const perPage = 500;
/** Some registries give fewer than they are asked for. */
const mostPages = 300;
/** Of all pages together in bytes; half a million names. */
const longestList = 16 * 1024 * 1024;

/**
 * Reads a list of names to its end, page by page (header Link of the distribution specification). 404 is an empty list.
 *
 * @throws EdkError `registry.failed` for a list that leads to another host, in a circle or to no end.
 */
export async function readPages(
  access: RegistryAccess,
  call: Pick<RegistryCall, 'path' | 'scope' | 'signal'>,
  schema: z.ZodType<string[]>,
): Promise<string[]> {
  const { address } = access;
  const found: string[] = [];
  const seen = new Set<string>();
  let bytesLeft = longestList;
  let query: Record<string, string> = { n: String(perPage) };
  while (seen.size < mostPages) {
    const answer = await askRegistry(access, { ...call, method: 'GET', query, maximumAnswerBytes: bytesLeft });
    if (answer.status === 404) return found;
    const names = parseJson(answer.text(), schema);
    if (names === undefined) throw failed(`The registry ${address.name} returned an invalid list.`);
    for (const name of names) found.push(name);
    bytesLeft -= answer.body.byteLength;
    const link = nextPage(answer.headers['link'], address.api);
    if (link === undefined) return found;
    if (link.host !== address.api.host)
      throw failed(`The registry ${address.name} continues its list on ${link.host}.`);
    if (seen.has(link.search)) throw failed(`The list of the registry ${address.name} never ends.`);
    seen.add(link.search);
    // Only where to go on is taken from the link: it cannot lead to another list.
    query = Object.fromEntries(link.searchParams);
  }
  throw failed(`The list of the registry ${address.name} has more than ${mostPages} pages.`);
}

function nextPage(link: string | string[] | undefined, api: URL): URL | undefined {
  const target = typeof link === 'string' ? /<([^<>]+)>\s*;\s*rel="?next"?/i.exec(link)?.[1] : undefined;
  return target !== undefined && URL.canParse(target, api.href) ? new URL(target, api) : undefined;
}

function failed(message: string): EdkError {
  return new EdkError('registry.failed', message);
}
