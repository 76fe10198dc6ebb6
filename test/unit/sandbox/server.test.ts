import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EdkError } from '../../../src/core/errors/edkError.ts';
import { createFakeEngine } from '../../support/sandbox/fakeEngine.ts';
import { freePort } from '../../../scripts/setup/freePort.mjs';
import { startTestPlatform, type TestPlatform } from '../../support/sandbox/startTestPlatform.ts';

describe('local platform: the server', () => {
  let folder: string;
  let test: TestPlatform;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edk-sandbox-'));
    test = await startTestPlatform(join(folder, 'state'));
  });

  after(async () => {
    await test.platform.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('answers with and without the prefix, plain text without a type', async () => {
    for (const path of ['/health-check', '/kube-helm-api/health-check']) {
      const { status, text, headers } = await test.send('GET', path);
      assert.deepEqual([status, text], [200, 'Kube-Helm api is up and running!']);
      assert.equal(headers['content-type'], undefined);
    }
    assert.equal(test.platform.url, `http://127.0.0.1:${test.platform.port}/kube-helm-api/`);
    assert.equal((await test.send('GET', '/update-extensions')).status, 202);
  });

  it('tells unknown paths and methods apart', async () => {
    const unknown = await test.send('GET', '/nope');
    assert.deepEqual([unknown.status, unknown.text], [404, '{"detail":"Not Found"}']);
    const wrong = await test.send('GET', '/helm-install-chart');
    assert.deepEqual([wrong.status, wrong.headers['allow']], [405, 'POST']);
  });

  const sources: [Record<string, string>, boolean][] = [
    [{ host: 'localhost' }, true],
    [{ host: 'LOCALHOST:1' }, true],
    [{ host: '[::1]:8080' }, true],
    [{ host: 'kube-helm-service.admin.svc' }, true],
    [{ host: 'kube-helm-service.admin.svc:5000' }, true],
    [{ host: 'localhost:3000', origin: 'http://localhost:3000' }, true],
    [{ host: 'localhost', 'sec-fetch-site': 'none' }, true],
    [{ host: 'localhost:3000', origin: 'http://localhost:3001' }, false],
    [{ host: 'localhost:3000', origin: 'https://localhost:3000' }, false],
    [{ host: 'localhost:3000', origin: 'http://127.0.0.1:3000' }, false],
    [{ host: 'localhost', 'sec-fetch-site': 'cross-site' }, false],
    [{ host: 'kube-helm-service.other.svc' }, false],
    [{ host: 'evil.example' }, false],
    [{ host: 'localhost.evil.example' }, false],
    [{ host: 'localhost', origin: 'https://evil.example' }, false],
    [{ host: 'localhost', origin: 'null' }, false],
  ];
  for (const [headers, allowed] of sources) {
    it(`${allowed ? 'serves' : 'refuses'} ${JSON.stringify(headers)}`, async () => {
      assert.equal((await test.send('GET', '/health-check', { headers })).status, allowed ? 200 : 403);
    });
  }

  it('answers whoever comes before it is ready, so that nobody waits for ever', async () => {
    const fake = createFakeEngine();
    let seen: number | undefined;
    const port = await freePort();
    const prepare = async () => void (seen = (await fetch(`http://127.0.0.1:${port}/health-check`)).status);
    const early = await startTestPlatform(join(folder, 'early'), {
      port,
      fake: { ...fake, engine: { ...fake.engine, prepare } },
    });
    await early.platform.close();
    assert.equal(seen, 503);
  });

  it('says when its port is taken, and leaves the containers of the other alone', async () => {
    const fake = createFakeEngine();
    const second = startTestPlatform(join(folder, 'other'), { port: test.platform.port, fake });
    await assert.rejects(second, (error) => error instanceof EdkError && error.code === 'platform.portTaken');
    assert.deepEqual(fake.events, []);
  });
});
