import assert from 'node:assert/strict';
import { createHttpClient } from '../../../src/core/http/httpClient.ts';
import { listProjects } from '../../../src/core/platform/platformActions.ts';
import type { LocalPlatformOptions } from '../../../src/sandbox/start/platformOptions.ts';
import { job, writeFakeChart } from '../../support/sandbox/fakeHelm.ts';
import { deploymentsOf } from '../../support/sandbox/readEntry.ts';
import { authorize, startTestPlatform, until, type TestPlatform } from '../../support/sandbox/startTestPlatform.ts';
import { useTemporaryFolder } from '../../support/temporaryFolder.ts';

const { signal } = new AbortController();

describe('local platform: where images come from', () => {
  const folder = useTemporaryFolder();
  let test: TestPlatform;
  afterEach(() => test.platform.close());

  async function start(options: Partial<LocalPlatformOptions> = {}): Promise<void> {
    test = await startTestPlatform(folder.path, options);
  }

  async function install(name: string, manifests: string): Promise<void> {
    await writeFakeChart(test.platform.state.charts, { name, manifests });
    const answer = await test.post('/helm-install-chart', { name, version: '0.6.0', keywords: ['kaapanaworkflow'] });
    assert.equal(answer.text, `Successfully installed: ${name}`);
  }

  const pods = async (name: string) => {
    const [seen] = deploymentsOf((await test.send('GET', '/extensions')).json(), name);
    return { status: seen?.kube_info?.status[0], message: seen?.kube_info?.message[0] };
  };
  const pulled = (event: string) =>
    until(
      () => test.fake.events,
      (events) => events.includes(event),
    );

  /** As New Registry brings it. */
  function secret(registry: string, entry: Record<string, string>): string {
    const config = JSON.stringify({ auths: { [registry]: entry } });
    const data = { '.dockerconfigjson': Buffer.from(config).toString('base64') };
    const metadata = { name: `registry-${registry.length}`, namespace: 'services' };
    return `---\n${JSON.stringify({ kind: 'Secret', type: 'kubernetes.io/dockerconfigjson', metadata, data })}\n`;
  }

  it('are registries that New Registry gave credentials for, the most exact one first, until it is uninstalled', async () => {
    await start();
    const auth = Buffer.from('lab:se:cret').toString('base64');
    await install('all-registry', secret('https://registry.example.org:5000/', { username: 'anna', password: 'x' }));
    await install('lab-registry', secret('https://registry.example.org:5000/lab', { auth }));
    await install('one-workflow', job({ name: 'one', image: 'registry.example.org:5000/net:1' }));
    await pulled('pull registry.example.org:5000/net:1 as anna');
    await install('two-workflow', job({ name: 'two', image: 'registry.example.org:5000/lab/net:1' }));
    await pulled('pull registry.example.org:5000/lab/net:1 as lab');
    await install('other-workflow', job({ name: 'other', image: 'registry.example.org/net:1' }));
    await pulled('pull registry.example.org/net:1');
    await test.post('/helm-delete-chart', { release_name: 'lab-registry', release_version: '0.6.0' });
    await until(
      () => test.send('GET', '/view-chart-status?release_name=lab-registry'),
      ({ status }) => status === 404,
    );
    await install('late-workflow', job({ name: 'late', image: 'registry.example.org:5000/lab/late:1' }));
    await pulled('pull registry.example.org:5000/lab/late:1 as anna');
  });

  it('are not believed when their Secret cannot be read', async () => {
    await start();
    const broken = { '.dockerconfigjson': Buffer.from('{"auths": ').toString('base64') };
    const manifest = { kind: 'Secret', type: 'kubernetes.io/dockerconfigjson', metadata: { name: 'x' }, data: broken };
    await install('bad-registry', `---\n${JSON.stringify(manifest)}\n`);
    await install('one-workflow', job({ name: 'one', image: 'registry.example.org/net:1' }));
    await pulled('pull registry.example.org/net:1');
  });

  it('are on this machine only when the platform is offline, which charts are told', async () => {
    await start({ network: 'offline' });
    await install('one-workflow', job({ name: 'one', image: 'localhost:32000/net:1' }));
    await pulled('pull localhost:32000/net:1');
    for (const [name, image] of [
      ['two-workflow', 'registry.example.org/net:1'],
      ['hub-workflow', 'debian:12'],
    ] as const) {
      await install(name, job({ name, image }));
      const { status, message } = await until(
        () => pods(name),
        ({ status: seen }) => (seen ?? '').includes('pull'),
      );
      assert.match(status ?? '', /^(errimagepull|imagepullbackoff)$/);
      assert.match(message ?? '', /the platform is offline/);
      assert.ok(!test.fake.events.includes(`pull ${image}`));
    }
    assert.equal(globalOf('offline_mode'), true);
  });

  it('is the platform registry, where one is named', async () => {
    await start({ platformRegistry: 'registry.example.org/kaapana' });
    await install('one-workflow', job({ name: 'one', image: 'localhost:32000/net:1' }));
    assert.equal(globalOf('registry_url'), 'registry.example.org/kaapana');
    assert.equal(globalOf('offline_mode'), false);
  });

  it('is the local registry, where none is named', async () => {
    await start();
    await install('one-workflow', job({ name: 'one', image: 'localhost:32000/net:1' }));
    assert.equal(globalOf('registry_url'), 'localhost:32000');
  });

  function globalOf(key: string): unknown {
    const { values } = test.helm.rendered.at(-1) ?? {};
    return (values as { readonly global: Readonly<Record<string, unknown>> }).global[key];
  }
});

describe('local platform: projects', () => {
  const folder = useTemporaryFolder();
  const http = createHttpClient({ http: undefined, https: undefined, no: undefined });
  after(() => http.close());

  for (const [title, projects, expected] of [
    ['has the one of every platform', undefined, [{ id: '1', name: 'admin' }]],
    ['has those that it was started with', [{ id: '7', name: 'Überblick' }], [{ id: '7', name: 'Überblick' }]],
  ] as const) {
    it(`${title}, and the client finds them`, async () => {
      const test = await startTestPlatform(folder.path, { projects });
      try {
        assert.deepEqual(
          await listProjects({ baseUrl: test.platform.url, http, headers: authorize(test.platform) }, signal),
          expected,
        );
      } finally {
        await test.platform.close();
      }
    });
  }
});
