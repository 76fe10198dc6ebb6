import assert from 'node:assert/strict';
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
