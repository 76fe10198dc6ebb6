import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { job, writeFakeChart, type FakeChart } from '../../support/sandbox/fakeHelm.ts';
import { deploymentsOf, readEntries } from '../../support/sandbox/readEntry.ts';
import { quickBackOff, startTestPlatform, until, type TestPlatform } from '../../support/sandbox/startTestPlatform.ts';

const image = 'localhost:32000/dag-copy:0.6.0';
const request = { name: 'copy-workflow', version: '0.6.0', keywords: ['kaapanaworkflow'] };

describe('local platform: install and delete', () => {
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

  async function chart(part: Partial<FakeChart> = {}): Promise<void> {
    await writeFakeChart(test.platform.state.charts, part);
  }

  async function deployments(name = 'copy-workflow') {
    return deploymentsOf((await test.send('GET', '/extensions')).json(), name);
  }

  const status = (name = 'copy-workflow') => test.send('GET', `/view-chart-status?release_name=${name}`);

  it('installs, shows the completed pod, and deletes', async () => {
    await chart();
    const installed = await test.post('/helm-install-chart', request);
    assert.deepEqual([installed.status, installed.text], [200, 'Successfully installed: copy-workflow']);
    assert.equal(installed.headers['content-type'], undefined);
    const [seen] = await until(deployments, ([first]) => first?.kube_status[0] === 'completed');
    assert.equal(seen?.ready, true);
    assert.deepEqual(seen.kube_info?.ready, ['0/1']);
    assert.match((await status()).text, /"NAMESPACE":"admin","STATUS":"deployed","REVISION":1/);

    const again = await test.post('/helm-install-chart', request);
    assert.deepEqual([again.status, again.text], [200, 'Chart is already installed copy-workflow']);

    const deleted = await test.post('/helm-delete-chart', { release_name: 'copy-workflow', release_version: '0.6.0' });
    assert.deepEqual([deleted.status, deleted.text], [200, 'Started uninstalling copy-workflow']);
    await until(status, (answer) => answer.status === 404);
    assert.deepEqual(await readdir(test.platform.state.releases), []);
  });

  const badInstalls: [string, unknown, number, string][] = [
    ['no name', { version: '1' }, 400, "Chart install failed, bad request Required key 'name' not found in payload"],
    ['no version', { name: 'x' }, 400, "Chart install failed, bad request Required key 'version' not found in payload"],
    ['a list', [1], 400, "Chart install failed, bad request Required key 'name' not found in payload"],
    ['an unknown chart', { name: 'x', version: '1' }, 500, 'Chart install command failed for x'],
    ['a path as name', { name: '../x', version: '1' }, 500, 'Chart install command failed for ../x'],
    ['a shell string', { name: 'x; echo', version: '1' }, 500, 'Chart install command failed for x; echo'],
    ['markup', { name: '<b>', version: '1' }, 500, 'Chart install command failed for &lt;b&gt;'],
    ['a bad release name', { ...request, release_name: 'A_b' }, 500, 'Chart install command failed for A_b'],
    ['a path as release name', { ...request, release_name: '../x' }, 500, 'Chart install command failed for ../x'],
    [
      'a multi-installable chart without project',
      { ...request, keywords: ['kaapanamultiinstallable'] },
      500,
      '{"detail":"Chart install failed the JSON object must be str, bytes or bytearray, not NoneType"}',
    ],
    [
      'a list of numbers',
      { ...request, extension_params: { a: [1, 2] } },
      500,
      '{"detail":"Chart install failed sequence item 0: expected str instance, int found"}',
    ],
  ];
  for (const [what, body, code, text] of badInstalls) {
    it(`refuses to install ${what}, and nothing stays behind`, async () => {
      await chart();
      const answer = await test.post('/helm-install-chart', body);
      assert.deepEqual([answer.status, answer.text], [code, text]);
      assert.deepEqual(await readdir(test.platform.state.releases), []);
      assert.deepEqual(test.fake.events, ['prepare']);
    });
  }

  it('answers a body that is no JSON with its own message', async () => {
    const answer = await test.send('POST', '/helm-install-chart', { body: 'name=x' });
    assert.deepEqual(answer.json(), { detail: 'Chart install failed Expecting value: line 1 column 1 (char 0)' });
  });

  it('leaves nothing of a chart that does not render, and says why in a header', async () => {
    await chart({ manifests: 'error' });
    const answer = await test.post('/helm-install-chart', request);
    assert.deepEqual([answer.status, answer.text], [500, 'Chart install command failed for copy-workflow']);
    assert.equal(decodeURIComponent(String(answer.headers['x-local-platform-reason'])), 'template: nil pointer');
    assert.equal((await status()).status, 404);
  });

  const unsupported: [string, string, RegExp][] = [
    [
      'a kind that is not modelled',
      JSON.stringify({ kind: 'IngressRoute', metadata: { name: 'web' } }),
      /IngressRoute "web": not modelled by the local platform, valid in Kubernetes/,
    ],
    [
      'a hook of a container',
      job({ name: 'j', image, podExtras: { containers: [{ name: 'c', image, lifecycle: {} }] } }),
      /Job "j", spec\.template\.spec\.containers\.0\.lifecycle: not modelled by the local platform, valid in Kubernetes/,
    ],
    [
      'a probe without a check',
      job({ name: 'j', image, podExtras: { containers: [{ name: 'c', image, livenessProbe: {} }] } }),
      /A probe of the container "c" has no check/,
    ],
    [
      'a volume of the host',
      job({ name: 'j', image, podExtras: { volumes: [{ name: 'v', hostPath: { path: '/etc' } }] } }),
      /volumes\.0\.hostPath: not modelled by the local platform, valid in Kubernetes/,
    ],
    [
      'a claim that leads elsewhere',
      job({
        name: 'j',
        image,
        podExtras: { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: '../../etc' } }] },
      }),
      /claimName: must be a DNS subdomain/,
    ],
  ];
  for (const [what, manifests, reason] of unsupported) {
    it(`refuses ${what} loudly: the release fails and keeps the reason`, async () => {
      await chart({ manifests });
      const answer = await test.post('/helm-install-chart', request);
      assert.equal(answer.status, 500);
      const [seen] = await deployments();
      assert.equal(seen?.helm_status, 'failed');
      assert.equal(seen.kube_status, '');
      assert.match(seen.helm_info.description ?? '', reason);
      assert.match((await status()).text, /"STATUS":"failed"/);
      assert.deepEqual(
        test.fake.events.filter((event) => event.startsWith('run')),
        [],
      );
    });
  }

  const serving = (kind: string, metadata: Record<string, unknown>, replicas?: number): string => {
    const labels = { app: kind.toLowerCase() };
    const containers = [{ name: 'main', image: `${kind.toLowerCase()}:1` }];
    const spec = {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers } },
    };
    return `---\n${JSON.stringify({ kind, metadata, spec })}\n`;
  };
  const unlisted: [string, string, string[]][] = [
    ['of a StatefulSet', serving('StatefulSet', { name: 'a', namespace: 'services' }), ['run statefulset:1']],
    ['of a DaemonSet', serving('DaemonSet', { name: 'a', namespace: 'services' }), ['run daemonset:1']],
    ['of a Deployment without a namespace', serving('Deployment', { name: 'a' }), ['run deployment:1']],
    ['of a Deployment without replicas', serving('Deployment', { name: 'a', namespace: 'services' }, 0), []],
    ['where there are none', '{ kind: ConfigMap, metadata: { name: a } }', []],
  ];
  for (const [whose, manifests, started] of unlisted) {
    it(`is deployed and lists no pods ${whose}`, async () => {
      for (const name of ['statefulset:1', 'daemonset:1', 'deployment:1']) test.fake.exits.set(name, ['hang']);
      await chart({ manifests });
      assert.equal((await test.post('/helm-install-chart', request)).status, 200);
      await until(
        () => test.fake.events.filter((event) => event.startsWith('run')),
        (events) => events.length === started.length,
      );
      const [seen] = await deployments();
      assert.deepEqual([seen?.helm_status, seen?.kube_status, seen?.ready], ['deployed', [], true]);
      assert.deepEqual(
        test.fake.events.filter((event) => event.startsWith('run')),
        started,
      );
    });
  }

  it('runs hooks in order of weight around the Job, and the pre-delete hook at the end', async () => {
    const hook = (name: string, event: string, weight = 0) =>
      job({ name: name.replace(':1', ''), image: name, hook: event, weight });
    await chart({
      manifests: [
        hook('post:1', 'post-install'),
        hook('pre-b:1', 'pre-install', 5),
        hook('pre-a:1', 'pre-install', -5),
        hook('gone:1', 'pre-delete'),
        hook('test:1', 'test'),
        job({ name: 'main', image: 'main:1', initImage: 'init:1' }),
      ].join(''),
    });
    await test.post('/helm-install-chart', request);
    await until(deployments, ([first]) => first?.kube_status[0] === 'completed');
    await test.post('/helm-delete-chart', { release_name: 'copy-workflow' });
    await until(status, (answer) => answer.status === 404);
    const runs = test.fake.events.filter((event) => event.startsWith('run'));
    assert.deepEqual(
      runs.filter((event) => event !== 'run post:1'),
      ['run pre-a:1', 'run pre-b:1', 'run init:1', 'run main:1', 'run gone:1'],
    );
    assert.ok(runs.includes('run post:1'));
  });

  it('keeps a release whose pre-delete hook fails uninstalling, until it is deleted without hooks', async () => {
    const hook = job({ name: 'remove', image: 'remove:1', hook: 'pre-delete' });
    test.fake.exits.set('remove:1', [1]);
    await chart({ manifests: job({ name: 'main', image }) + hook });
    await test.post('/helm-install-chart', request);
    await test.post('/helm-delete-chart', { release_name: 'copy-workflow' });
    const failure = await until(status, ({ text }) => text.includes('failed'));
    assert.match(
      failure.text,
      /"STATUS":"uninstalling".*pre-delete hook \\"remove\\" failed: Error: exit code 1: it broke/,
    );
    const [seen] = await deployments();
    assert.deepEqual([seen?.helm_status, seen?.kube_status, seen?.kube_info], ['uninstalling', 'unknown', null]);
    assert.equal((await test.post('/helm-install-chart', request)).text, 'Chart is already installed copy-workflow');

    await test.post('/helm-delete-chart', { release_name: 'copy-workflow', helm_command_addons: '--no-hooks' });
    await until(status, (answer) => answer.status === 404);
  });

  it('frees a release whose hook waits for an image for ever', async () => {
    test.fake.missing.add('remove:1');
    await chart({
      manifests: job({ name: 'main', image }) + job({ name: 'r', image: 'remove:1', hook: 'pre-delete' }),
    });
    await test.post('/helm-install-chart', request);
    await test.post('/helm-delete-chart', { release_name: 'copy-workflow' });
    await until(status, ({ text }) => text.includes('ImagePullBackOff'));
    await test.post('/helm-delete-chart', { release_name: 'copy-workflow', helm_command_addons: '--no-hooks' });
    await until(status, (answer) => answer.status === 404);
  });

  it('fails a release whose install hook fails', async () => {
    test.fake.exits.set('hook:1', [2]);
    await chart({ manifests: job({ name: 'h', image: 'hook:1', hook: 'pre-install' }) + job({ name: 'm', image }) });
    assert.equal((await test.post('/helm-install-chart', request)).status, 500);
    const [seen] = await deployments();
    assert.match(seen?.helm_info.description ?? '', /pre-install hook "h" failed: Error: exit code 2/);
    assert.ok(!test.fake.events.includes(`run ${image}`));
  });

  it('ends an install whose release is deleted meanwhile', async () => {
    test.fake.exits.set('hook:1', ['hang']);
    await chart({ manifests: job({ name: 'h', image: 'hook:1', hook: 'pre-install' }) + job({ name: 'm', image }) });
    const install = test.post('/helm-install-chart', request);
    await until(
      () => test.fake.events,
      (events) => events.includes('run hook:1'),
    );
    await test.post('/helm-delete-chart', { release_name: 'copy-workflow', platforms: true });
    assert.equal((await install).status, 500);
    assert.equal((await status()).status, 404);
    assert.deepEqual(await readdir(test.platform.state.releases), []);
    assert.ok(!test.fake.events.includes(`run ${image}`));
  });

  const badDeletes: [string, unknown, number, string][] = [
    ['unknown', { release_name: 'nobody' }, 200, 'Started uninstalling nobody'],
    [
      'unknown, waiting for the end',
      { release_name: 'nobody', platforms: true },
      400,
      'Chart uninstall command failedError: uninstall: Release not loaded: nobody: release: not found',
    ],
    ['nameless', {}, 400, "Chart uninstall failed, bad request Required key 'release_name' not found in payload"],
    [
      'with a boolean',
      { release_name: 'x', multiinstallable: true },
      500,
      '{"detail":"Chart uninstall failed \'bool\' object has no attribute \'lower\'"}',
    ],
  ];
  for (const [what, body, code, text] of badDeletes) {
    it(`answers a delete of a release that is ${what}`, async () => {
      const answer = await test.post('/helm-delete-chart', body);
      assert.deepEqual([answer.status, answer.text], [code, text]);
    });
  }

  it('does not delete in another namespace', async () => {
    await chart();
    await test.post('/helm-install-chart', request);
    await test.post('/helm-delete-chart', { release_name: 'copy-workflow', helm_namespace: 'x', platforms: true });
    assert.equal((await status()).status, 200);
  });

  it('answers with 500 when an install takes too long, and goes on with it', async () => {
    await test.platform.close();
    test = await startTestPlatform(folder, { pace: { installAnswerSeconds: 0.05, backOff: quickBackOff } });
    test.fake.exits.set('hook:1', ['hang']);
    await chart({ manifests: job({ name: 'h', image: 'hook:1', hook: 'pre-install' }) });
    assert.equal((await test.post('/helm-install-chart', request)).status, 500);
    assert.match((await status()).text, /"STATUS":"pending-install"/);
    assert.equal((await deployments())[0]?.kube_status, 'unknown');
  });

  it('gives each instance of a multi-installable chart its own name and the project', async () => {
    const keywords = ['kaapanaapplication', 'kaapanamultiinstallable'];
    await chart({ keywords });
    const headers = { project: '{"id": "p-1", "name": "admin"}' };
    const launch = { ...request, keywords, extension_params: { display_name: 'My lab' } };
    const first = await test.post('/helm-install-chart', launch, headers);
    const second = await test.post('/helm-install-chart', launch, headers);
    assert.match(first.text, /^Successfully installed: copy-workflow-[0-9a-f]{20}$/);
    assert.notEqual(first.text, second.text);
    const entries = readEntries((await test.send('GET', '/extensions')).json());
    assert.deepEqual(
      entries.map(({ installed, display_name, successful }) => [installed, display_name, successful]),
      [
        ['yes', 'Mylab', 'yes'],
        ['yes', 'Mylab', 'yes'],
        ['no', '', undefined],
      ],
    );
    assert.match(JSON.stringify(test.helm.rendered[0]?.values), /"project_id":"p-1","project_name":"admin"/);
  });
});
