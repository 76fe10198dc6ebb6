import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createHttpClient, type HttpClient } from '../../../../src/core/http/httpClient.ts';
import type { Credentials } from '../../../../src/core/registry/authorization.ts';
import { RegistryClient } from '../../../../src/core/registry/registryClient.ts';
import { parseRegistryAddress } from '../../../../src/core/registry/registryAddress.ts';
import type { ErrorCode } from '../../../../src/core/errors/catalogue.ts';
import { rejection } from '../../../support/rejection.ts';

const { signal } = new AbortController();

describe('RegistryClient', () => {
  let http: HttpClient;
  let servers: Server[] = [];
  before(() => {
    http = createHttpClient({ http: undefined, https: undefined, no: undefined });
  });
  after(() => http.close());
  afterEach(() => {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
    servers = [];
  });

  const serve = async (listener: RequestListener): Promise<string> => {
    const server = createServer(listener).listen(0, '127.0.0.1');
    servers.push(server);
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

  it('follows pages', async () => {
    const registry = await serve((request, response) => {
      const last = request.url?.includes('last=b') === true;
      if (!last) response.setHeader('link', '</v2/_catalog?last=b&n=2>; rel="next"');
      response.end(JSON.stringify({ repositories: last ? ['c', 'path/d'] : ['a', 'path/b'] }));
    });
    assert.deepEqual(await client(registry).listRepositories(signal), ['a', 'path/b', 'c', 'path/d']);
    assert.deepEqual(await client(`${registry}/path`).listRepositories(signal), ['b', 'd']);
  });

  const lists = {
    repositories: (registry: string) => client(registry).listRepositories(signal),
    tags: (registry: string) => client(registry).listTags('x', signal),
  };
  const page = JSON.stringify({ repositories: ['a'], tags: ['a'] });
  for (const [what, list] of Object.entries(lists)) {
    const hostile: readonly [title: string, link: (page: number) => string, says: RegExp][] = [
      ['leads to itself', () => '?n=500', /repeats itself/],
      ['leads to the page before', (number) => `?last=${number % 2}`, /repeats itself/],
      ['never ends', (number) => `?last=${number}`, /more than 300 pages/],
      ['leads to another host', () => 'http://elsewhere.example/v2/_catalog?last=c', /elsewhere\.example/],
      ['leads to another host without scheme', () => '//elsewhere.example/v2/_catalog?last=c', /elsewhere\.example/],
    ];
    for (const [title, link, says] of hostile) {
      it(`stops at a list of ${what} that ${title}`, async () => {
        let number = 0;
        const registry = await serve((_, response) => {
          number += 1;
          response.setHeader('link', `<${link(number)}>; rel="next"`).end(page);
        });
        assert.match((await rejection(list(registry), 'registry.failed')).message, says);
      });
    }
  }

  it('does not leave the list that it reads for what a link names', async () => {
    const asked: string[] = [];
    const registry = await serve((request, response) => {
      asked.push(request.url ?? '');
      if (asked.length === 1) response.setHeader('link', '</other?last=a>; rel="next"');
      response.end(page);
    });
    await client(registry).listRepositories(signal);
    assert.deepEqual(asked, ['/v2/_catalog?n=500', '/v2/_catalog?last=a']);
  });

  it('leaves out names that are none', async () => {
    const names = ['good', '../bad', 'http://x/y', 'a?b', '\u001b[2J', 'Capital'];
    const registry = await serve((_, response) =>
      response.end(JSON.stringify({ repositories: names, tags: [...names, '-'] })),
    );
    assert.deepEqual(await client(registry).listRepositories(signal), ['good']);
    assert.deepEqual(await client(registry).listTags('x', signal), ['good', 'Capital']);
  });

  it('asks for nothing but names and tags of the grammar', async () => {
    let requests = 0;
    const registry = await serve((_, response) => {
      requests += 1;
      response.end();
    });
    const nobody = client(registry);
    for (const name of ['http://elsewhere.example/x', '//elsewhere.example/x', '../x', 'x?y', 'x#y', '']) {
      await rejection(nobody.digest(name, '1', signal), 'reference.invalid');
      await rejection(nobody.listTags(name, signal), 'reference.invalid');
      await rejection(nobody.digest('x', name, signal), 'reference.invalid');
      await rejection(nobody.deleteManifest('x', name, signal), 'reference.invalid');
    }
    assert.equal(requests, 0);
  });

  it('reads no more than a manifest may have', async () => {
    const registry = await serve((_, response) => response.end(Buffer.alloc(5 * 1024 * 1024, ' ')));
    const error = await rejection(client(registry).manifest('x', '1', signal), 'registry.failed');
    assert.match(error.message, /is too large/);
  });

  it('believes no digest that the content does not have, and no index without end', async () => {
    const inner = { digest: `sha256:${'0'.repeat(64)}`, size: 1 };
    const registry = await serve((_, response) => response.end(JSON.stringify({ manifests: [inner] })));
    assert.match(
      (await rejection(client(registry).blobs('x', '1', signal), 'registry.failed')).message,
      /does not match/,
    );
    const wide = await serve((_, response) =>
      response.end(JSON.stringify({ manifests: Array.from({ length: 300 }, () => inner) })),
    );
    assert.match((await rejection(client(wide).blobs('x', '1', signal), 'registry.failed')).message, /more than 200/);
  });

  it('reads a digest from the content where the header has none that is one', async () => {
    const manifest = JSON.stringify({ config: { digest: 'sha256:c', size: 1 }, layers: [] });
    const registry = await serve((_, response) =>
      response.setHeader('docker-content-digest', 'sha256:1 AS other').end(manifest),
    );
    const expected = `sha256:${createHash('sha256').update(manifest).digest('hex')}`;
    assert.equal(await client(registry).digest('x', '1', signal), expected);
  });

  describe('blobs', () => {
    const content = 'layer';
    const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
    const credentials = { username: 'anna', password: 'secret' };
    const read = async (registry: string, size = content.length, plainHttp: string[] = []): Promise<string> => {
      let text = '';
      const signedIn = new RegistryClient({
        registry,
        http,
        plainHttp,
        findCredentials: () => Promise.resolve(credentials),
      });
      const receive = async (body: AsyncIterable<Buffer>): Promise<void> => {
        for await (const piece of body) text += piece.toString();
      };
      await signedIn.readBlob({ repository: 'x', digest, size }, receive, signal);
      return text;
    };

    it('reads no more bytes than a blob has', async () => {
      let written = 0;
      const registry = await serve((_, response) => {
        const more = (): void => {
          while (!response.destroyed && written < 64 * 1024 * 1024) {
            written += 65536;
            if (!response.write(Buffer.alloc(65536))) return void response.once('drain', more);
          }
          response.end();
        };
        more();
      });
      assert.match((await rejection(read(registry), 'registry.contentMissing')).message, /more than sha256:/);
      assert.ok(written < 32 * 1024 * 1024, `${written} bytes were sent`);
    });

    it('follows a redirect to other storage without the credentials of the registry', async () => {
      const seen: (string | undefined)[] = [];
      const storage = await serve((request, response) => {
        seen.push(request.headers.authorization, request.headers.cookie);
        response.end(content);
      });
      for (const status of [301, 302, 303, 307, 308]) {
        const registry = await serve((request, response) => {
          if (request.headers.authorization === undefined) {
            response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
          } else response.writeHead(status, { location: `http://${storage}/place?signature=1` }).end('moved');
        });
        assert.equal(await read(registry), content);
        assert.deepEqual(seen.splice(0), [undefined, undefined]);
      }
    });

    it('follows a redirect within the registry, and one for what is only looked at', async () => {
      const manifest = JSON.stringify({ config: { digest, size: 5 }, layers: [] });
      const registry = await serve((request, response) => {
        if (request.url?.includes('/blobs/') === true) response.writeHead(307, { location: '/storage' }).end();
        else response.end(request.url === '/storage' ? '{"created":"2026-01-02T03:04:05Z"}' : manifest);
      });
      assert.deepEqual((await client(registry).inspect('x', '1', signal))?.missing, []);
      assert.equal((await client(registry).created('x', '1', signal))?.getFullYear(), 2026);
    });

    const refused: [location: string, says: RegExp][] = [
      ['http://storage.example.org/x', /redirects to http:\/\/storage\.example\.org, which is not followed/],
      ['file:///etc/passwd', /redirects to file:/],
      ['ftp://127.0.0.1/x', /redirects to ftp:/],
      ['http://[', /an invalid address/],
      ['', /more than 9 times/],
    ];
    for (const [location, says] of refused) {
      it(`does not follow a redirect to "${location}"`, async () => {
        const registry = await serve((_, response) => void response.writeHead(307, { location }).end());
        assert.match((await rejection(read(registry), 'registry.failed')).message, says);
      });
    }
  });

  describe('signing in', () => {
    const anna = { username: 'anna', password: 'secret' };
    const basic = `Basic ${Buffer.from('anna:secret').toString('base64')}`;

    /** A registry with its token service at the same address, and what was sent to the service. */
    const serveTokens = async (challenge: (host: string) => string, accepted = 'Bearer token') => {
      const asked: { method: string; url: URL; authorization: string | undefined; body: string }[] = [];
      const registry = await serve((request, response) => {
        const { authorization, host = '' } = request.headers;
        const url = new URL(request.url ?? '', 'http://x');
        if (url.pathname === '/token') {
          let body = '';
          request.on('data', (data: Buffer) => (body += data.toString()));
          request.on('end', () => {
            asked.push({ method: request.method ?? '', url, authorization, body });
            response.end(JSON.stringify({ token: '', access_token: 'token' }));
          });
        } else if (authorization === accepted) {
          response.end(JSON.stringify({ tags: ['1'] }));
        } else {
          response.writeHead(401, { 'www-authenticate': challenge(host) }).end();
        }
      });
      return { registry, asked };
    };
    const listTags = (registry: string, credentials: Credentials | undefined, plainHttp: string[] = []) =>
      new RegistryClient({ registry, http, findCredentials: () => Promise.resolve(credentials), plainHttp }).listTags(
        'x',
        signal,
      );

    const challenges: readonly [title: string, challenge: (host: string) => string, scope: string][] = [
      ['with a scope', (host) => `Bearer realm="http://${host}/token",service="s",scope="pull x"`, 'pull x'],
      ['without a scope', (host) => `Bearer realm="http://${host}/token",service="s"`, 'repository:x:pull'],
      ['with an empty scope', (host) => `Bearer realm="http://${host}/token",scope=""`, 'repository:x:pull'],
      ['behind another', (host) => `Negotiate, Bearer realm="http://${host}/token"`, 'repository:x:pull'],
      ['behind another with a token', (host) => `NTLM abc==, bearer Realm=http://${host}/token`, 'repository:x:pull'],
      ['before Basic', (host) => `Bearer realm="http://${host}/token", Basic realm="a, b"`, 'repository:x:pull'],
      ['behind Basic', (host) => `Basic realm="a, Bearer", Bearer realm="http://${host}/token"`, 'repository:x:pull'],
    ];
    for (const [title, challenge, scope] of challenges) {
      it(`answers a bearer challenge ${title}`, async () => {
        const { registry, asked } = await serveTokens(challenge);
        assert.deepEqual(await listTags(registry, anna), ['1']);
        assert.deepEqual(
          asked.map(({ method, url, authorization }) => [method, url.searchParams.get('scope'), authorization]),
          [['GET', scope, basic]],
        );
      });
    }

    for (const header of ['Basic realm="x"', 'Negotiate, Basic realm="x"', 'Bearer, Basic', 'Digest a="b", basic']) {
      it(`answers ${header} with user and password`, async () => {
        const { registry } = await serveTokens(() => header, basic);
        assert.deepEqual(await listTags(registry, anna), ['1']);
        await rejection(listTags(registry, undefined), 'registry.refused');
      });
    }

    it('gives an identity token to the token service, and nobody else', async () => {
      const credentials = { username: '', password: '', identityToken: 'identity' };
      const { registry, asked } = await serveTokens((host) => `Bearer realm="http://${host}/token",service="s"`);
      assert.deepEqual(await listTags(registry, credentials), ['1']);
      const [{ method, body, authorization } = assert.fail()] = asked;
      assert.deepEqual([method, authorization], ['POST', undefined]);
      assert.deepEqual(Object.fromEntries(new URLSearchParams(body)), {
        grant_type: 'refresh_token',
        refresh_token: 'identity',
        client_id: 'kaapana-edk',
        service: 's',
        scope: 'repository:x:pull',
      });
      const plain = await serveTokens(() => 'Basic realm="x"', basic);
      await rejection(listTags(plain.registry, credentials), 'registry.refused');
    });

    it('signs in once for the same images', async () => {
      const { registry, asked } = await serveTokens((host) => `Bearer realm="http://${host}/token"`);
      let found = 0;
      const findCredentials = () => Promise.resolve((found += 1) > 0 ? anna : undefined);
      const signedIn = new RegistryClient({ registry, http, findCredentials });
      await signedIn.listTags('x', signal);
      await signedIn.listTags('x', signal);
      assert.deepEqual([asked.length, found], [1, 1]);
    });

    it('sends credentials to no token service without encryption, but for its own host', async () => {
      const realms = ['http://elsewhere.example/token', 'http://127.1.example/token', 'http://192.0.2.1/token'];
      for (const realm of realms) {
        const { registry } = await serveTokens(() => `Bearer realm="${realm}"`);
        const error = await rejection(listTags(registry, anna), 'registry.refused');
        assert.match(error.message, /not sent there: http is not encrypted/);
      }
    });
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
