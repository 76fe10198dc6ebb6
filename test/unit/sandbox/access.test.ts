import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '../../../scripts/setup/freePort.mjs';
import { localPlatformHeaders, readPlatformAccess } from '../../../src/core/settings/localPlatform.ts';
import { applicationManifests } from '../../support/sandbox/applicationChart.ts';
import { writeFakeChart } from '../../support/sandbox/fakeHelm.ts';
import { sendRaw } from '../../support/sandbox/sendRaw.ts';
import { authorize, startTestPlatform, until, type TestPlatform } from '../../support/sandbox/startTestPlatform.ts';
import { useTemporaryFolder } from '../../support/temporaryFolder.ts';

const nobody = { authorization: '' };
const name = 'viewer-chart';
const link = `/applications/project/p-1/release/${name}`;

const guarded: [string, string][] = [
  ['GET', '/extensions'],
  ['GET', '/platforms'],
  ['GET', '/available-platforms'],
  ['GET', '/aii/projects'],
  ['GET', '/view-chart-status?release_name=x'],
  ['GET', '/active-applications'],
  ['GET', '/import-container?filename=x.tar'],
  ['GET', '/update-extensions'],
  ['GET', '/helm-install-chart'],
  ['POST', '/complete-active-application'],
  ['POST', '/helm-install-chart'],
  ['POST', '/helm-delete-chart'],
  ['POST', '/file'],
  ['POST', '/file_chunks_init'],
  ['POST', '/file_chunks'],
  ['POST', '/pull-docker-image'],
  ['POST', '/filepond-upload'],
  ['PATCH', '/filepond-upload?patch=x'],
  ['HEAD', '/filepond-upload?patch=x'],
  ['DELETE', '/filepond-upload'],
  ['GET', '/local-platform/faults'],
  ['POST', '/local-platform/faults'],
  ['POST', '/local-platform/hosts'],
];

describe('local platform: who may use it', () => {
  const folder = useTemporaryFolder();
  let test: TestPlatform;

  beforeEach(async () => {
    test = await startTestPlatform(join(folder.path, 'state', 'platform'));
  });
  afterEach(() => test.platform.close());

  for (const [method, path] of guarded) {
    it(`refuses ${method} ${path} without its token`, async () => {
      for (const prefix of ['', '/kube-helm-api', '/x/..', '/%2e/kube-helm-api']) {
        const body = method === 'POST' ? '{"name":"x","version":"1"}' : undefined;
        const headers = { ...nobody, 'content-type': 'text/plain' };
        const { status, text } = await test.send(method, prefix + path, { headers, body });
        assert.equal(status, 401, prefix);
        if (method !== 'HEAD') assert.match(text, /needs the header .*access\.json/);
      }
    });
  }

  it('knows no other token than the one of this start', async () => {
    const { token } = test.platform;
    for (const authorization of [
      token,
      `Basic ${token}`,
      `Bearer ${token}x`,
      `Bearer ${token.slice(1)}`,
      `Bearer ${token.toUpperCase()}`,
      'Bearer',
    ]) {
      assert.equal((await test.send('GET', '/extensions', { headers: { authorization } })).status, 401, authorization);
    }
    assert.equal((await test.send('GET', `/extensions?token=${token}`, { headers: nobody })).status, 401);
    await test.platform.close();
    test = await startTestPlatform(join(folder.path, 'state', 'platform'));
    assert.notEqual(test.platform.token, token);
    assert.equal(
      (await test.send('GET', '/extensions', { headers: { authorization: `Bearer ${token}` } })).status,
      401,
    );
    assert.equal((await test.send('GET', '/extensions')).status, 200);
  });

  it('refuses pages of other origins even with the token', async () => {
    const host = 'localhost:32080';
    const refused: Record<string, string>[] = [
      { host, origin: 'http://localhost:8000' },
      { host, origin: 'http://127.0.0.1:32080' },
      { host, origin: 'https://evil.example' },
      { host, origin: 'null' },
      { host, 'sec-fetch-site': 'cross-site' },
      { host: 'evil.example' },
    ];
    for (const headers of refused) {
      assert.equal((await test.post('/helm-install-chart', {}, headers)).status, 403, JSON.stringify(headers));
    }
    assert.equal((await test.send('GET', '/extensions', { headers: { host, origin: `http://${host}` } })).status, 200);
  });

  it('says to anybody that it is there, and nothing more', async () => {
    for (const path of ['/health-check', '/', '/kube-helm-api/']) {
      const { status, text, headers } = await test.send('GET', path, { headers: nobody });
      assert.equal(status, 200);
      assert.ok(!(text + JSON.stringify(headers)).includes(test.platform.token));
    }
  });

  it('keeps its token where only its owner reads it, and only while it runs', async () => {
    const state = join(folder.path, 'state');
    const file = join(state, 'platform', 'access.json');
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    const { url, token } = test.platform;
    assert.deepEqual(await readPlatformAccess(join(state, 'platform')), { url, token });
    assert.deepEqual(await localPlatformHeaders(state, url), authorize(test.platform));
    assert.deepEqual(await localPlatformHeaders(state, new URL(url).origin), authorize(test.platform));
    for (const other of ['http://127.0.0.1:1/kube-helm-api', url.replace('127.0.0.1', 'evil.example')]) {
      assert.equal(await localPlatformHeaders(state, other), undefined);
    }
    await test.send('GET', '/nowhere');
    await test.platform.close();
    assert.equal(await localPlatformHeaders(state, url), undefined);
    assert.ok(!(await readFile(join(state, 'platform', 'logs', 'platform.log'), 'utf8')).includes(token));
  });

  describe('with an application', () => {
    let pod: Server;
    /** What the pod was sent. */
    let received: Record<string, unknown>[];

    beforeEach(async () => {
      received = [];
      test.fake.exits.set('viewer:1', ['hang']);
      const port = await freePort();
      pod = createServer((message, response) => {
        received.push(message.headers);
        response.setHeader('set-cookie', 'theirs=1').end('<html>');
      });
      pod.on('upgrade', (message, socket) => {
        received.push(message.headers);
        socket.end('HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n');
      });
      await once(pod.listen(port, '127.0.0.1'), 'listening');
      await writeFakeChart(test.platform.state.charts, {
        name,
        keywords: ['kaapanaapplication'],
        manifests: applicationManifests({ port }),
      });
      await test.post('/helm-install-chart', { name, version: '0.6.0' });
      await until(
        () => test.send('GET', link, { headers: nobody }),
        ({ status }) => status === 200,
      );
    });
    afterEach(() => {
      pod.close();
      pod.closeAllConnections();
    });

    it('opens its link for a browser that comes from anywhere', async () => {
      const headers = { ...nobody, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
      assert.equal((await test.send('GET', `${link}/page`, { headers })).status, 200);
    });

    it('refuses what its page asks of the API, which has the same origin', async () => {
      const host = `127.0.0.1:${test.platform.port}`;
      const headers = {
        ...nobody,
        host,
        origin: `http://${host}`,
        referer: `http://${host}${link}`,
        'sec-fetch-site': 'same-origin',
        cookie: 'theirs=1',
      };
      const request = { headers, body: JSON.stringify({ name, version: '0.6.0' }) };
      assert.equal((await test.send('POST', '/helm-install-chart', request)).status, 401);
      assert.equal((await test.send('GET', '/extensions', { headers })).status, 401);
    });

    it('never hands the token on to a pod', async () => {
      await test.send('GET', `${link}/local-platform/x`);
      const { authorization } = authorize(test.platform);
      const upgrade = `host: localhost\r\nconnection: Upgrade\r\nupgrade: websocket\r\nauthorization: ${authorization}\r\n`;
      await sendRaw(test.platform.port, `GET ${link} HTTP/1.1\r\n${upgrade}\r\n`);
      await test.send('GET', link, { headers: { authorization: 'Bearer of-the-application' } });
      await until(
        () => received.length,
        (length) => length >= 4,
      );
      assert.ok(!JSON.stringify(received).includes(test.platform.token));
      assert.ok(JSON.stringify(received).includes('of-the-application'));
    });
  });
});
