import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chartContent, writeFakeChart } from '../../support/sandbox/fakeHelm.ts';
import { multipart } from '../../support/sandbox/multipart.ts';
import { deploymentsOf, readEntries } from '../../support/sandbox/readEntry.ts';
import { startTestPlatform, until, type TestPlatform } from '../../support/sandbox/startTestPlatform.ts';

const request = { name: 'copy-workflow', version: '0.6.0', keywords: ['kaapanaworkflow'] };

describe('local platform: faults on purpose', () => {
  let folder: string;
  let test: TestPlatform;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edk-faults-'));
    test = await startTestPlatform(folder);
  });

  afterEach(async () => {
    await test.platform.close();
    await rm(folder, { recursive: true, force: true });
  });

  const health = () => test.send('GET', '/health-check');
  const deployments = async () => deploymentsOf((await test.send('GET', '/extensions')).json(), request.name);

  async function switchOn(faults: Record<string, unknown>): Promise<void> {
    assert.equal((await test.post('/local-platform/faults', faults)).status, 200);
  }

  it('lets requests wait', async () => {
    await switchOn({ latency: 60 });
    const began = performance.now();
    assert.equal((await health()).status, 200);
    assert.ok(performance.now() - began >= 59);
  });

  it('answers with 500, with the page of a login, or never', async () => {
    await switchOn({ errors: true });
    assert.deepEqual([(await health()).status, (await health()).text], [500, 'Internal Server Error']);
    await switchOn({ loginPage: true });
    const page = await health();
    assert.deepEqual([page.status, page.headers['content-type']], [200, 'text/html; charset=utf-8']);
    await switchOn({ hanging: true });
    const silent = health();
    assert.equal(await Promise.race([silent.then(() => 'answered'), sleep(50, 'silent')]), 'silent');
    await test.platform.close();
    await assert.rejects(silent, /hang up|ECONNRESET/);
  });

  it('ends connections after some bytes of a request or of an answer', async () => {
    await switchOn({ dropAfterBytes: 10 });
    await assert.rejects(health(), /aborted|hang up|ECONNRESET/);
    await switchOn({ dropAfterBytes: 100_000 });
    assert.equal((await health()).status, 200);
    const form = multipart({
      name: 'file',
      fileName: 'x.tgz',
      contentType: 'application/gzip',
      content: Buffer.alloc(5_000_000),
    });
    await assert.rejects(test.send('POST', '/file', form), /hang up|ECONNRESET|EPIPE/);
  });

  it('takes no upload on a full disk, and leaves nothing of it', async () => {
    await switchOn({ fullDisk: true });
    const content = chartContent();
    const form = multipart({
      name: 'file',
      fileName: 'copy-workflow-0.6.0.tgz',
      contentType: 'application/gzip',
      content,
    });
    const answer = await test.send('POST', '/file', form);
    assert.deepEqual([answer.status, answer.text], [500, '{"detail":"[Errno 28] No space left on device"}']);
    assert.deepEqual(await readdir(test.platform.state.charts), []);
    assert.equal((await health()).status, 200);
  });

  it('keeps the list as it was', async () => {
    assert.deepEqual(readEntries((await test.send('GET', '/extensions')).json()), []);
    await switchOn({ staleList: true });
    await writeFakeChart(test.platform.state.charts);
    assert.deepEqual(readEntries((await test.send('GET', '/extensions')).json()), []);
    await switchOn({});
    assert.equal(readEntries((await test.send('GET', '/extensions')).json()).length, 1);
  });

  it('accepts an install whose release fails afterwards', async () => {
    await writeFakeChart(test.platform.state.charts);
    await switchOn({ failsAfterInstall: true });
    assert.equal((await test.post('/helm-install-chart', request)).text, 'Successfully installed: copy-workflow');
    const [seen] = await until(deployments, ([first]) => first?.helm_status === 'failed');
    assert.match(seen?.helm_info.description ?? '', /injected fault/);
  });

  it('lets pods wait before they start', async () => {
    await writeFakeChart(test.platform.state.charts);
    await switchOn({ slowPods: 150 });
    await test.post('/helm-install-chart', request);
    const [seen] = await until(deployments, ([first]) => first?.kube_status[0] === 'containercreating');
    assert.deepEqual(seen?.kube_info?.ready, ['0/1']);
    await until(deployments, ([first]) => first?.kube_status[0] === 'completed');
  });

  it('shows what is switched on, and refuses what it does not know', async () => {
    await switchOn({ latency: 1 });
    const { latency, errors } = (await test.send('GET', '/local-platform/faults')).json() as Record<string, unknown>;
    assert.deepEqual([latency, errors], [1, false]);
    const answer = await test.post('/local-platform/faults', { earthquake: true });
    assert.equal(answer.status, 422);
    assert.match(answer.text, /Faults are latency, errors, hanging/);
  });

  it('begins with those that it is started with', async () => {
    await test.platform.close();
    test = await startTestPlatform(folder, { faults: { errors: true } });
    assert.equal((await health()).status, 500);
  });
});
