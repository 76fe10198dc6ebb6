import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFakeEngine, type FakeEngine } from '../../support/sandbox/fakeEngine.ts';
import { job, writeFakeChart } from '../../support/sandbox/fakeHelm.ts';
import { deploymentsOf } from '../../support/sandbox/readEntry.ts';
import { startTestPlatform, until, type TestPlatform } from '../../support/sandbox/startTestPlatform.ts';

const request = { name: 'copy-workflow', version: '0.6.0' };

describe('local platform: state over a restart', () => {
  let folder: string;
  let test: TestPlatform;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edk-sandbox-'));
    test = await startTestPlatform(folder);
  });

  afterEach(async () => {
    await test.platform.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function restart(): Promise<FakeEngine> {
    await test.platform.close();
    const fake = createFakeEngine();
    test = await startTestPlatform(folder, { fake });
    return fake;
  }

  const statuses = async () =>
    deploymentsOf((await test.send('GET', '/extensions')).json(), 'copy-workflow').map(
      ({ kube_status }) => kube_status,
    );

  it('does not run a completed Job again', async () => {
    await writeFakeChart(test.platform.state.charts);
    await test.post('/helm-install-chart', request);
    await until(statuses, ([first]) => first?.[0] === 'completed');
    const fake = await restart();
    assert.deepEqual(await statuses(), [['completed']]);
    assert.deepEqual(fake.events, ['prepare']);
  });

  it('runs an interrupted Job and a Deployment again, and stops their containers at the end', async () => {
    const manifests =
      job({ name: 'slow', image: 'slow:1' }) + job({ name: 'server', image: 'server:1', kind: 'Deployment' });
    test.fake.exits.set('slow:1', ['hang']).set('server:1', ['hang']);
    await writeFakeChart(test.platform.state.charts, { manifests });
    await test.post('/helm-install-chart', request);
    await until(statuses, ([first]) => JSON.stringify(first) === '["running","running"]');
    const { events } = test.fake;
    const fake = await restart();
    assert.deepEqual(events.slice(-3).sort(), ['remove all', 'stop server:1', 'stop slow:1']);
    await until(statuses, ([first]) => first?.[0] === 'completed' && first.length === 2);
    assert.ok(fake.events.includes('run slow:1') && fake.events.includes('run server:1'));
  });

  it('calls a release failed whose install was interrupted', async () => {
    test.fake.exits.set('hook:1', ['hang']);
    const manifests = job({ name: 'h', image: 'hook:1', hook: 'pre-install' });
    await writeFakeChart(test.platform.state.charts, { manifests });
    void test.post('/helm-install-chart', request).catch(() => undefined);
    await until(
      () => test.fake.events,
      (events) => events.includes('run hook:1'),
    );
    await restart();
    const { text } = await test.send('GET', '/view-chart-status?release_name=copy-workflow');
    assert.match(text, /"STATUS":"failed".*was stopped while it was installing/);
  });

  it('ends an interrupted uninstall', async () => {
    test.fake.exits.set('remove:1', ['hang']);
    const manifests = job({ name: 'r', image: 'remove:1', hook: 'pre-delete' });
    await writeFakeChart(test.platform.state.charts, { manifests });
    await test.post('/helm-install-chart', request);
    await test.post('/helm-delete-chart', { release_name: 'copy-workflow' });
    await until(
      () => test.fake.events,
      (events) => events.includes('run remove:1'),
    );
    const fake = await restart();
    await until(
      () => test.send('GET', '/view-chart-status?release_name=copy-workflow'),
      ({ status }) => status === 404,
    );
    assert.ok(fake.events.includes('run remove:1'));
  });

  it('moves a damaged release aside and says so, without losing the one before', async () => {
    const { releases, logs } = test.platform.state;
    for (const content of ['{"name": "bro', '[]']) {
      await writeFile(join(releases, 'broken.json'), content);
      await restart();
    }
    assert.deepEqual((await readdir(releases)).sort(), ['broken.json.damaged', 'broken.json.damaged-2']);
    assert.equal(await readFile(join(releases, 'broken.json.damaged'), 'utf8'), '{"name": "bro');
    assert.match(test.platform.damage.join(), /broken\.json is damaged; it was renamed to broken\.json\.damaged-2/);
    assert.match(await readFile(join(logs, 'platform.log'), 'utf8'), /broken\.json is damaged/);
  });

  it('takes the copy of a release for damage, as removing that one would leave it', async () => {
    await writeFakeChart(test.platform.state.charts);
    await test.post('/helm-install-chart', request);
    await until(statuses, ([first]) => first?.[0] === 'completed');
    const { releases } = test.platform.state;
    await test.platform.close();
    await copyFile(join(releases, 'copy-workflow.json'), join(releases, 'copy.json'));
    await restart();
    assert.deepEqual((await readdir(releases)).sort(), ['copy-workflow.json', 'copy.json.damaged']);
    assert.deepEqual(await statuses(), [['completed']]);
  });

  for (const name of ['charts', 'releases', 'logs', 'volumes', 'trash'] as const) {
    it(`moves a file aside that lies where the folder ${name} belongs`, async () => {
      await test.platform.close();
      const path = test.platform.state[name];
      await rm(path, { recursive: true });
      await writeFile(path, 'mine');
      await restart();
      assert.equal(await readFile(`${path}.damaged`, 'utf8'), 'mine');
      assert.deepEqual(test.platform.damage, [`${path} is damaged; it was renamed to ${name}.damaged.`]);
      assert.equal((await test.post('/helm-install-chart', request)).status, 500);
    });
  }
});
