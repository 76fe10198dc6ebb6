import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { job, writeFakeChart } from '../../../support/sandbox/fakeHelm.ts';
import { deploymentsOf, readEntries, type ListedEntry } from '../../../support/sandbox/readEntry.ts';
import { startTestPlatform, until, type TestPlatform } from '../../../support/sandbox/startTestPlatform.ts';

const multi = ['kaapanaapplication', 'kaapanamultiinstallable'];
const project = { project: '{"id": "p", "name": "admin"}' };

describe('local platform: list of extensions', () => {
  let folder: string;
  let test: TestPlatform;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edk-sandbox-'));
    test = await startTestPlatform(folder, { listCacheSeconds: 30 });
  });

  afterEach(async () => {
    await test.platform.close();
    await rm(folder, { recursive: true, force: true });
  });

  const chart = (part: Parameters<typeof writeFakeChart>[1]) => writeFakeChart(test.platform.state.charts, part);
  const list = async (): Promise<ListedEntry[]> => readEntries((await test.send('GET', '/extensions')).json());
  const names = async () => (await list()).map(({ releaseName }) => releaseName);

  it('shows an upload only when everything is read again', async () => {
    assert.deepEqual(await list(), []);
    await chart({});
    test.forward(30);
    assert.deepEqual(await list(), []);
    test.forward(1);
    assert.deepEqual(await names(), ['copy-workflow']);
  });

  it('shows an install at once, with one version for as long', async () => {
    await chart({});
    await chart({ version: '0.5.2' });
    assert.deepEqual((await list())[0]?.versions, ['0.6.0', '0.5.2']);
    await test.post('/helm-install-chart', { name: 'copy-workflow', version: '0.5.2' });
    const [installed] = await until(list, ([entry]) => entry?.installed === 'yes');
    assert.deepEqual(installed?.versions, ['0.5.2']);
    test.forward(31);
    const [later] = await list();
    assert.deepEqual(later?.versions, ['0.6.0', '0.5.2']);
    assert.equal(later.version, '0.6.0');
    assert.equal(later.available_versions['0.5.2']?.deployments.length, 1);
    assert.equal(later.available_versions['0.6.0']?.deployments.length, 0);
  });

  it('does not show a failed install, nor a delete without version, before everything is read again', async () => {
    await chart({ manifests: '{"kind": "Ingress", "metadata": {"name": "x"}}' });
    await list();
    await test.post('/helm-install-chart', { name: 'copy-workflow', version: '0.6.0' });
    assert.equal((await list())[0]?.installed, 'no');
    test.forward(31);
    const [failed] = await list();
    assert.deepEqual([failed?.installed, failed?.helmStatus, failed?.kubeStatus], ['yes', 'Failed', null]);
    await test.post('/helm-delete-chart', { release_name: 'copy-workflow', platforms: true });
    assert.equal((await list())[0]?.installed, 'yes');
    test.forward(31);
    assert.equal((await list())[0]?.installed, 'no');
  });

  it('shows a new instance late, and a deleted one as pending until then', async () => {
    await chart({ keywords: multi });
    await list();
    const request = { name: 'copy-workflow', version: '0.6.0', keywords: multi };
    const { text } = await test.post('/helm-install-chart', request, project);
    const instance = text.replace('Successfully installed: ', '');
    assert.deepEqual(await names(), ['copy-workflow']);
    test.forward(31);
    assert.deepEqual(await names(), [instance, 'copy-workflow']);
    await test.post('/helm-delete-chart', { release_name: instance, release_version: '0.6.0', platforms: true });
    assert.deepEqual(
      (await list()).map(({ installed, successful }) => [installed, successful]),
      [
        ['yes', 'pending'],
        ['no', undefined],
      ],
    );
    test.forward(31);
    assert.deepEqual(await names(), ['copy-workflow']);
  });

  it('asks Helm once for each chart until its file changes', async () => {
    await chart({});
    await list();
    test.forward(31);
    await list();
    assert.deepEqual(test.helm.calls, ['show chart', 'show values']);
    await chart({ keywords: ['kaapanaapplication'] });
    test.forward(31);
    assert.equal((await list())[0]?.kind, 'application');
    assert.equal(test.helm.calls.length, 4);
  });

  it('lists applications and workflows with their parameters, platforms apart, the rest not at all', async () => {
    const extension_params = { site: { type: 'string' }, registry_url: { type: 'string' } };
    await chart({ values: { global: {}, extension_params } });
    await chart({ name: 'no-keyword-chart', keywords: [] });
    await chart({ name: 'no-global-chart', values: {} });
    await chart({ name: 'some-platform-chart', keywords: ['kaapanaplatform'] });
    await writeFile(join(test.platform.state.charts, 'broken-chart-1.tgz'), 'random');
    const failed = await test.send('GET', '/extensions');
    assert.deepEqual([failed.status, failed.text], [500, '{"detail":"Failed to get extensions"}']);
    assert.deepEqual(await names(), ['copy-workflow']);
    assert.deepEqual((await list())[0]?.extension_params, {
      site: { type: 'string', required: true },
      registry_url: { type: 'string', required: false },
    });
    const platforms = readEntries((await test.send('GET', '/platforms')).json());
    assert.deepEqual(
      platforms.map(({ kind, chart_name }) => [kind, chart_name]),
      [['platform', 'some-platform-chart']],
    );
    assert.deepEqual((await test.send('GET', '/active-applications')).json(), []);
  });

  it('counts a Job as failed that does not end in its time', async () => {
    test.fake.exits.set('slow:1', ['hang']);
    await chart({ manifests: job({ name: 'a', image: 'slow:1', deadlineSeconds: 0.05 }) });
    await list();
    await test.post('/helm-install-chart', { name: 'copy-workflow', version: '0.6.0' });
    const look = async () => deploymentsOf((await test.send('GET', '/extensions')).json(), 'copy-workflow')[0];
    const seen = await until(look, (entry) => entry?.kube_status[0] === 'error');
    assert.match(seen?.kube_info?.message[0] ?? '', /did not end within 0\.05 s/);
    assert.ok(test.fake.events.includes('stop slow:1'));
  });

  it('says of each pod why it does not run', async () => {
    test.fake.missing.add('nowhere:1');
    test.fake.exits.set('broken:1', [3]).set('loop:1', [1, 1, 1, 1, 1, 1, 1, 'hang']);
    const manifests = [
      job({ name: 'a', image: 'nowhere:1' }),
      job({ name: 'b', image: 'fine:1', initImage: 'nowhere:1' }),
      job({ name: 'c', image: 'broken:1', backoffLimit: 1 }),
      job({ name: 'd', image: 'loop:1', kind: 'Deployment' }),
    ].join('');
    await chart({ manifests });
    await list();
    await test.post('/helm-install-chart', { name: 'copy-workflow', version: '0.6.0' });
    const look = async () => deploymentsOf((await test.send('GET', '/extensions')).json(), 'copy-workflow')[0];
    const expected = ['imagepullbackoff', 'init:imagepullbackoff', 'error', 'completed', 'running'];
    const seen = await until(look, (entry) => JSON.stringify(entry?.kube_status) === JSON.stringify(expected));
    assert.equal(seen?.ready, false);
    const { message = [], restarts, ready } = seen.kube_info ?? {};
    assert.match(message[0] ?? '', /nowhere:1 cannot be pulled: manifest for nowhere:1 not found/);
    assert.match(message[1] ?? '', /nowhere:1 cannot be pulled/);
    assert.deepEqual(message.slice(2), ['exit code 3: it broke', '', '']);
    assert.deepEqual(restarts, ['0', '0', '0', '0', '7']);
    assert.deepEqual(ready, ['0/1', '0/1', '0/1', '0/1', '1/1']);
    assert.ok((await readdir(test.platform.state.releases)).includes('copy-workflow.json'));
  });
});
