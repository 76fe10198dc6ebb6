import { z } from 'zod';
import { parseJson } from '../../core/text/parseJson.ts';
import { readNetworkPlace } from '../../core/http/credentialRule.ts';
import { detail, json, type Route, fieldRequired, type Answer } from '../http/answer.ts';
import type { RouteParts } from './routeParts.ts';

export function extensions({ list }: Pick<RouteParts, 'list'>): Route {
  return {
    method: 'GET',
    path: '/extensions',
    async answer() {
      const entries = await list.extensions();
      return entries === undefined ? detail(500, 'Failed to get extensions') : json(200, entries);
    },
  };
}

export function platforms({ list }: Pick<RouteParts, 'list'>): Route {
  return {
    method: 'GET',
    path: '/platforms',
    answer: async () => json(200, await list.platforms()),
  };
}

/** A platform has this one from the beginning. */
const usualProjects = [{ id: '1', name: 'admin' }];

/** The projects that applications are launched for; beside the API, where clients expect them. */
export function projects({ options }: Pick<RouteParts, 'options'>): Route {
  return { method: 'GET', path: '/aii/projects', answer: () => json(200, options.projects ?? usualProjects) };
}

const required = ['container_registry_url', 'encoded_auth'] as const;
const tagsSchema = z.object({ tags: z.array(z.string()) });

type AskingParts = Pick<RouteParts, 'http' | 'closing'>;

/**
 * The tags that a registry has of the platform's own chart. How the real backend answers when it finds some was not
 * recorded. Registries are asked with user and password; tokens are not modelled.
 */
export function availablePlatforms(parts: AskingParts): Route {
  return {
    method: 'GET',
    path: '/available-platforms',
    async answer({ query }) {
      const missing = required.filter((name) => !query.has(name));
      if (missing.length > 0) return fieldRequired('query', ...missing);
      const [registry = '', auth = ''] = required.map((name) => query.get(name) ?? '');
      if (!isUserAndPassword(auth)) return detail(400, 'Invalid encoded_auth format');
      try {
        return await listTags(`${registry}/${query.get('platform_name') ?? 'kaapana-admin-chart'}`, auth, parts);
      } catch (error) {
        return detail(500, `Unexpected error: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
  };
}

async function listTags(image: string, auth: string, { http, closing }: AskingParts): Promise<Answer> {
  const [, host = '', repository = ''] = /^([^/]*)\/(.*)$/.exec(image) ?? [];
  const { hostname } = new URL(`https://${host}`);
  const protocol = readNetworkPlace(hostname) === 'this machine' ? 'http' : 'https';
  const answer = await http.send({
    method: 'GET',
    url: new URL(`${protocol}://${host}/v2/${repository}/tags/list`),
    headers: { authorization: `Basic ${auth}` },
    signal: closing.signal,
    deadlineMs: 15_000,
  });
  if (answer.status !== 200) return detail(500, `Unexpected error: ${host} answers ${answer.status}`);
  const list = parseJson(answer.text(), tagsSchema);
  return list === undefined ? detail(500, `Unexpected error: ${host} returned an invalid list`) : json(200, list.tags);
}

function isUserAndPassword(auth: string): boolean {
  const isBase64 = /^(?:[a-z0-9+/]{4})*(?:[a-z0-9+/]{2}==|[a-z0-9+/]{3}=)?$/i.test(auth);
  return isBase64 && Buffer.from(auth, 'base64').toString().includes(':');
}
