import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createHttpClient, type HttpClient } from '../../../../src/core/http/httpClient.ts';
import { RegistryClient } from '../../../../src/core/registry/registryClient.ts';
import { parseRegistryAddress } from '../../../../src/core/registry/registryAddress.ts';
import type { ErrorCode } from '../../../../src/core/errors/catalogue.ts';
import { rejection } from '../../../support/rejection.ts';

const { signal } = new AbortController();

describe('RegistryClient', () => {
  let http: HttpClient;
  let server: Server | undefined;
  before(() => {
    http = createHttpClient({ http: undefined, https: undefined, no: undefined });
  });
  after(() => http.close());
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
    server = undefined;
  });

  const serve = async (listener: RequestListener): Promise<string> => {
    server = createServer(listener).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return typeof address === 'object' && address !== null ? `127.0.0.1:${address.port}` : assert.fail();
  };

  it('names what an image has, what of it is missing, and lets another tag name it', async () => {
    const layers = ['a', 'b'].map((letter, index) => ({ digest: `sha256:${letter}`, size: index + 1 }));
    const manifest = JSON.stringify({ config: { digest: 'sha256:config', size: 10 }, layers });
    const digest = `sha256:${createHash('sha256').update(manifest).digest('hex')}`;
    const tags = new Map([['1', manifest]]);
    const registry = await serve((request, response) => {
      const [, , kind, name = ''] = (request.url ?? '').split('/').slice(1);
      if (request.url === '/v2/_catalog?n=500') return response.end('{"repositories":["liver"]}');
      if (kind === 'tags') return response.end(JSON.stringify({ tags: [...tags.keys()] }));
      if (kind === 'blobs' && name === 'sha256:config') return response.end('{"created":"2026-01-02T03:04:05Z"}');
      if (kind === 'blobs') return response.writeHead(name === 'sha256:b' ? 404 : 200).end();
      if (request.method === 'DELETE') return response.writeHead(tags.delete(name) ? 202 : 404).end();
      if (request.method === 'PUT') {
        tags.set(name, manifest);
        return response.writeHead(201).end();
      }
      const found = tags.get(name);
      return found === undefined ? response.writeHead(404).end() : response.end(found);
    });
    const client = new RegistryClient({ registry, http });
    assert.deepEqual(await client.listRepositories(signal), ['liver']);
    assert.equal(await client.size('liver', '1', signal), 13);
    assert.equal((await client.created('liver', '1', signal))?.toISOString(), '2026-01-02T03:04:05.000Z');
    const image = await client.inspect('liver', '1', signal);
    assert.deepEqual([image?.manifest.digest, image?.size, image?.missing], [digest, 13, ['sha256:b']]);
    assert.equal(await client.inspect('liver', 'none', signal), undefined);

    await client.copyTag('liver', { from: '1', to: '2' }, signal);
    assert.deepEqual(await client.listTags('liver', signal), ['1', '2']);
    assert.equal(await client.digest('liver', '2', signal), digest);
    await rejection(client.copyTag('liver', { from: 'none', to: '3' }, signal), 'registry.contentMissing');
    assert.equal(await client.deleteManifest('liver', '2', signal), true);
    assert.equal(await client.deleteManifest('liver', '2', signal), false);
  });
  const client = (registry: string, deadlineMs = 2000) => new RegistryClient({ registry, http, deadlineMs });

  const answers: { what: string; status: number; type: string; body: string; code: ErrorCode; says: RegExp }[] = [
    { what: '500', status: 500, type: 'text/plain', body: 'boom', code: 'registry.failed', says: /500/ },
    { what: '503', status: 503, type: 'text/plain', body: '', code: 'registry.failed', says: /503/ },
    { what: '401', status: 401, type: 'application/json', body: '{}', code: 'registry.refused', says: /401/ },
    { what: '403', status: 403, type: 'application/json', body: '{}', code: 'registry.refused', says: /403/ },
    { what: 'a web page', status: 200, type: 'text/html', body: '<h1>', code: 'registry.failed', says: /web page/ },
    { what: 'a redirect', status: 302, type: 'text/plain', body: '', code: 'registry.failed', says: /302/ },
  ];
  for (const { what, status, type, body, code, says } of answers) {
    it(`names the registry that answers with ${what}`, async () => {
      const registry = await serve(
        (_, response) => void response.writeHead(status, { 'content-type': type }).end(body),
      );
      const error = await rejection(client(registry).listTags('x', signal), code);
      assert.match(error.message, says);
      assert.ok(error.message.includes(registry));
      if (body === 'boom') assert.equal(error.detail, 'boom');
    });
  }

  it('names the registry that is not there, or hangs', async () => {
    assert.match((await rejection(client('127.0.0.1:1').ping(signal), 'registry.unreachable')).message, /127.0.0.1:1/);
    const hanging = await serve(() => undefined);
    const error = await rejection(client(hanging, 100).ping(signal), 'registry.unreachable');
    assert.match(error.message, /in time/);
  });

  it('shortens long answers', async () => {
    const registry = await serve((_, response) => void response.writeHead(500).end('x'.repeat(5000)));
    const { detail } = await rejection(client(registry).ping(signal), 'registry.failed');
    assert.ok(detail !== undefined && detail.length < 600);
  });

  it('follows pages, and only on the same host', async () => {
    const registry = await serve((request, response) => {
      const last = request.url?.includes('last=b') === true;
      if (!last) response.setHeader('link', '</v2/_catalog?last=b&n=2>; rel="next"');
      else response.setHeader('link', '<http://elsewhere.example/v2/_catalog?last=c>; rel="next"');
      response.end(JSON.stringify({ repositories: last ? ['c', 'path/d'] : ['a', 'path/b'] }));
    });
    assert.deepEqual(await client(registry).listRepositories(signal), ['a', 'path/b', 'c', 'path/d']);
    assert.deepEqual(await client(`${registry}/path`).listRepositories(signal), ['b', 'd']);
  });

  it('answers a bearer challenge with a token for the credentials', async () => {
    const registry = await serve((request, response) => {
      const { authorization, host } = request.headers;
      if (request.url?.startsWith('/token') === true) {
        const basic = `Basic ${Buffer.from('anna:secret').toString('base64')}`;
        response.statusCode = authorization === basic ? 200 : 401;
        response.end(JSON.stringify({ token: `for ${new URL(request.url, 'http://x').searchParams.get('scope')}` }));
      } else if (authorization === 'Bearer for pull x') {
        response.end(JSON.stringify({ tags: ['1'] }));
      } else {
        const challenge = `Bearer realm="http://${host}/token",service="s",scope="pull x"`;
        response.writeHead(401, { 'www-authenticate': challenge }).end();
      }
    });
    const credentials = { username: 'anna', password: 'secret' };
    assert.deepEqual(await new RegistryClient({ registry, http, credentials }).listTags('x', signal), ['1']);
    await rejection(client(registry).listTags('x', signal), 'registry.refused');
  });
});

describe('parseRegistryAddress', () => {
  const cases: [string, string, string][] = [
    ['localhost:32000', 'http://localhost:32000/v2/', ''],
    ['127.0.0.1:5000', 'http://127.0.0.1:5000/v2/', ''],
    ['[::1]:5000', 'http://[::1]:5000/v2/', ''],
    ['local-registry.services.svc.cluster.local:5000', 'http://local-registry.services.svc.cluster.local:5000/v2/', ''],
    ['local-registry.services.svc:5000', 'http://local-registry.services.svc:5000/v2/', ''],
    ['127.0.0.1.example.org', 'https://127.0.0.1.example.org/v2/', ''],
    ['lab.example.org:5000', 'http://lab.example.org:5000/v2/', ''],
    ['lab.example.org:5001', 'https://lab.example.org:5001/v2/', ''],
    ['registry.example.org/group/project', 'https://registry.example.org/v2/', 'group/project/'],
  ];
  for (const [name, api, prefix] of cases) {
    it(name, () => {
      const address = parseRegistryAddress(name, { plainHttp: ['lab.example.org:5000'] });
      assert.deepEqual([address.api.href, address.prefix], [api, prefix]);
    });
  }
});
