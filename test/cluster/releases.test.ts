import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { application, configMap, job } from '../support/cluster/charts.ts';
import { startClusterPlatform, type ClusterPlatform } from '../support/cluster/startClusterPlatform.ts';
import { cluster, helm, kubectl } from '../support/cluster/testCluster.ts';
import { useNode } from '../support/cluster/useNode.ts';
import { until } from '../support/sandbox/startTestPlatform.ts';

const patienceSeconds = 40;

describe('releases of the local platform in a cluster', () => {
  const node = useNode();
  let platform: ClusterPlatform;
  let stop = () => Promise.resolve();
  let folder = '';

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'edk-cluster-state-'));
    await start();
  });

  after(async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(): Promise<void> {
    platform = await startClusterPlatform(folder);
    stop = () => platform.close();
  }

  async function installed(name: string, template: string, parameters: Record<string, unknown> = {}): Promise<void> {
    await platform.provideChart(name, template);
    const { status, text, reason } = await platform.install(name, parameters);
    assert.deepEqual([status, text, reason], [200, `Successfully installed: ${name}`, '']);
  }

  async function podsAre(name: string, statuses: readonly string[]) {
    const seen = await until(
      () => platform.deployment(name),
      (deployment) => JSON.stringify(deployment?.kube_status) === JSON.stringify(statuses),
      patienceSeconds,
    );
    assert.ok(seen);
    return seen;
  }

  async function gone(name: string): Promise<void> {
    await until(
      () => platform.status(name),
      (status) => status === undefined,
      patienceSeconds,
    );
  }

  /** What of a release is left in the cluster: Helm's own record, and everything that charts here bring. */
  async function leftOf(name: string): Promise<string[]> {
    const kinds = 'deployments,replicasets,jobs,pods,services,ingresses,configmaps';
    const objects = await kubectl('get', kinds, '--namespace', 'services', '--output', 'name');
    const releases = await helm('list', '--all', '--short', '--namespace', 'admin');
    return [...objects.split('\n'), ...releases.split('\n')].filter((line) => line.includes(name));
  }

  async function removed(name: string, more: Record<string, unknown> = {}): Promise<void> {
    assert.equal((await platform.uninstall(name, more)).text, `Started uninstalling ${name}`);
    await gone(name);
    await until(
      () => leftOf(name),
      (left) => left.length === 0,
      patienceSeconds,
    );
  }

  it('installs an application, and uninstalling it leaves nothing', async () => {
    const name = 'viewer-chart';
    await installed(name, application(node.image), { greeting: 'hello,$HOME' });
    const { kube_info: pods, ready, helm_status: status } = await podsAre(name, ['running']);
    assert.deepEqual([status, ready, pods?.ready, pods?.restarts], ['deployed', true, ['1/1'], ['0']]);
    assert.match(pods?.name[0] ?? '', /^viewer-chart-[a-z0-9]+-[a-z0-9]{5}$/);
    assert.match(await kubectl('get', 'pods', '-n', 'services'), /viewer-chart-\S+ +1\/1 +Running +0 /);
    assert.match(await helm('list', '-n', 'admin'), /^viewer-chart\s.*\sdeployed\s+viewer-chart-0\.1\.0\s/m);
    const { text } = await platform.send('GET', 'active-applications');
    const applications = z.array(z.record(z.string(), z.unknown())).parse(JSON.parse(text));
    assert.deepEqual(
      applications.map(({ release_name: release, paths, ready }) => ({ release, paths, ready })),
      [{ release: name, paths: ['/viewer'], ready: true }],
    );
    await removed(name);
  });

  it('hands the parameters over, and tells what arrived', async () => {
    const name = 'greeting-chart';
    await installed(name, application(node.image), { greeting: 'a,b{c}=$HOME', 'two words': 'lost blanks' });
    const path = '{.spec.template.spec.containers[0].env[0].value}';
    assert.equal(await kubectl('get', 'deployment', name, '-n', 'services', '-o', `jsonpath=${path}`), 'a,b{c}=$HOME');
    const status = await platform.status(name);
    assert.deepEqual([status?.STATUS, status?.NAMESPACE, status?.DESCRIPTION], ['deployed', 'admin', undefined]);
    assert.deepEqual(status?.PARAMETERS, { greeting: 'a,b{c}=$HOME', 'two words': 'lostblanks' });
    await removed(name);
  });

  it('runs a Job to its end, and tells how another one failed', async () => {
    await installed('good-workflow', job(node.image, 'true'));
    await installed('bad-workflow', job(node.image, 'echo out of luck; exit 3'));
    const good = await podsAre('good-workflow', ['completed']);
    assert.deepEqual([good.ready, good.kube_info?.ready], [true, ['0/1']]);
    // The node that is played keeps no logs.
    const said = cluster.node === undefined ? '' : ': out of luck';
    const bad = await podsAre('bad-workflow', ['error']);
    assert.deepEqual([bad.ready, bad.kube_info?.message], [false, [`exit code 3${said}`]]);
    await removed('good-workflow');
    await removed('bad-workflow');
  });

  for (const [status, template, message] of [
    ['imagepullbackoff', () => application('registry.example.org/missing:1'), /registry\.example\.org\/missing:1/],
    ['crashloopbackoff', () => application(node.image, 'exit 1'), /back-off \d+s/],
  ] as const) {
    it(`says that a pod is in ${status}, and why`, async () => {
      const name = `${status}-chart`;
      await installed(name, template());
      const seen = await podsAre(name, [status]);
      assert.equal(seen.ready, false);
      assert.match(seen.kube_info?.message[0] ?? '', message);
      await removed(name);
    });
  }

  it('leaves nothing of a chart that does not render', async () => {
    const name = 'strict-chart';
    await platform.provideChart(name, '{{ fail "no greeting" }}');
    const { status, text, reason } = await platform.install(name);
    assert.deepEqual([status, text], [500, `Chart install command failed for ${name}`]);
    assert.match(reason, /no greeting/);
    assert.equal(await platform.status(name), undefined);
    assert.deepEqual(await leftOf(name), []);
  });

  it('keeps a failed release of a chart that the API server refuses', async () => {
    const name = 'refused-chart';
    await platform.provideChart(name, configMap('Not_A_Name'));
    const { status, text, reason } = await platform.install(name);
    assert.deepEqual([status, text], [500, `Chart install command failed for ${name}`]);
    assert.match(reason, /Not_A_Name.* is invalid/s);
    const kept = await platform.status(name);
    assert.equal(kept?.STATUS, 'failed');
    assert.match(kept.DESCRIPTION ?? '', /Not_A_Name.* is invalid/s);
    const listed = await platform.deployment(name);
    assert.deepEqual([listed?.helm_status, listed?.kube_status, listed?.ready], ['failed', '', false]);
    assert.equal((await platform.install(name)).text, `Chart is already installed ${name}`);
    await removed(name);
  });

  it('answers several installs at once: one installs, and nobody installs twice', async () => {
    const name = 'popular-chart';
    await platform.provideChart(name, configMap('{{ .Release.Name }}'));
    const answers = await Promise.all([1, 2, 3, 4].map(() => platform.install(name)));
    const texts = answers.map(({ text }) => text);
    assert.equal(texts.filter((text) => text.startsWith('Successfully installed')).length, 1, texts.join('; '));
    assert.equal((await platform.status(name))?.STATUS, 'deployed');
    await removed(name);
  });

  it('goes on with an install that takes longer than the platform waits', async () => {
    const name = 'slow-chart';
    await platform.provideChart(name, job(node.image, 'sleep 7', 'pre-install'));
    const { status, reason } = await platform.install(name);
    assert.equal(status, 500);
    assert.match(reason, /and continues/);
    assert.equal((await platform.status(name))?.STATUS, 'pending-install');
    await until(
      () => platform.status(name),
      (seen) => seen?.STATUS === 'deployed',
      patienceSeconds,
    );
    await removed(name);
  });

  it('ends an install that is uninstalled meanwhile', async () => {
    const name = 'hasty-chart';
    await platform.provideChart(name, job(node.image, 'sleep 60', 'pre-install'));
    const install = platform.install(name);
    await until(
      () => platform.status(name),
      (status) => status?.STATUS === 'pending-install',
      patienceSeconds,
    );
    await platform.uninstall(name);
    await gone(name);
    assert.equal((await install).status, 500);
    // Helm leaves the hook's own Job, as it does on a real platform.
    await kubectl('delete', 'job', `${name}-hook`, '--namespace', 'services');
  });

  it('is stuck after a pre-delete hook that fails, until hooks are skipped', async () => {
    const name = 'stuck-chart';
    await installed(name, configMap('{{ .Release.Name }}') + '---' + job(node.image, 'exit 3', 'pre-delete'));
    await platform.uninstall(name);
    const stuck = await until(
      () => platform.status(name),
      (status) => status?.DESCRIPTION !== undefined,
      patienceSeconds,
    );
    assert.equal(stuck?.STATUS, 'uninstalling');
    assert.match(stuck.DESCRIPTION ?? '', /^pre-delete hook "stuck-chart-hook" failed: .*BackoffLimitExceeded/s);
    assert.equal((await platform.install(name)).text, `Chart is already installed ${name}`);
    await platform.uninstall(name, { helm_command_addons: '--no-hooks' });
    await gone(name);
    // Helm leaves the hook's own Job, as it does on a real platform.
    await kubectl('delete', 'job', `${name}-hook`, '--namespace', 'services');
    await until(
      () => leftOf(name),
      (left) => left.length === 0,
      patienceSeconds,
    );
  });

  it('has its releases again after it was started anew; their pods ran on', async () => {
    const name = 'lasting-chart';
    await installed(name, application(node.image), { greeting: 'still' });
    const before = await podsAre(name, ['running']);
    const status = await platform.status(name);
    await stop();
    assert.match(await kubectl('get', 'pods', '-n', 'services'), /lasting-chart-\S+ +1\/1 +Running +0 /);
    await start();
    assert.deepEqual((await platform.deployment(name))?.kube_info?.name, before.kube_info?.name);
    assert.deepEqual(await platform.status(name), status);
    await removed(name);
  });

  it('lists what somebody installed with Helm alone, and uninstalls it', async () => {
    const name = 'foreign-chart';
    await platform.provideChart(name, configMap('{{ .Release.Name }}'));
    const file = join(folder, 'charts', `${name}-0.1.0.tgz`);
    await helm('install', name, file, '-n', 'admin', '--set', 'global.services_namespace=services,global.own=yes');
    assert.deepEqual((await platform.status(name))?.PARAMETERS, { services_namespace: 'services', own: 'yes' });
    assert.equal((await platform.deployment(name))?.helm_status, 'deployed');
    await helm('uninstall', name, '-n', 'admin');
    assert.equal(await platform.status(name), undefined);
  });

  it('does not pretend to import images into nodes', async () => {
    const { status, text } = await platform.send('GET', 'import-container?filename=foreign-chart-0.1.0.tgz');
    assert.equal(status, 500);
    assert.match(text, /pull their images from registries themselves/);
  });
});
