import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeRegistryOptions {
  /** Names of its repositories, or the status that it refuses to name them with. */
  readonly catalogue?: readonly string[] | number;
}

export interface FakeRegistry {
  /** `127.0.0.1:<port>` */
  readonly address: string;
  /** What was asked, e.g. `HEAD /v2/lung/manifests/0.6.0`. */
  readonly calls: readonly string[];
}

/**
 * Registries for the tests of the surrounding `describe`, which have the images that `has` says and take none; all are
 * stopped after each.
 */
export function useFakeRegistry(): (
  has?: (repository: string, tag: string) => boolean,
  options?: FakeRegistryOptions,
) => Promise<FakeRegistry> {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.close();
      server.closeAllConnections();
    }
  });
  return async (has = () => true, { catalogue = [] } = {}) => {
    const calls: string[] = [];
    const server = createServer(({ method = '', url = '' }, answer) => {
      calls.push(`${method} ${url}`);
      const [, repository, tag] = /^\/v2\/(.+)\/manifests\/([^/?]+)$/.exec(url) ?? [];
      if (url === '/v2/') answer.writeHead(200).end('{}');
      else if (url.startsWith('/v2/_catalog')) {
        if (typeof catalogue === 'number') answer.writeHead(catalogue).end();
        else answer.end(JSON.stringify({ repositories: catalogue }));
      } else if (repository === undefined || tag === undefined || !has(repository, tag)) answer.writeHead(404).end();
      else {
        const manifest = manifestOf(repository);
        const digest = digestOf(manifest);
        answer.writeHead(200, { 'docker-content-digest': digest, 'content-type': manifestType }).end(manifest);
      }
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, calls };
  };
}

const manifestType = 'application/vnd.oci.image.manifest.v1+json';

/** Every tag of a repository names the same image. */
function manifestOf(repository: string): string {
  const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest: digestOf(repository), size: 2 };
  return JSON.stringify({ schemaVersion: 2, mediaType: manifestType, config, layers: [] });
}

function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
