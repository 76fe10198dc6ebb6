import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHttpClient, type HttpClient } from '../../../../../src/core/http/httpClient.ts';
import { readEnvironment } from '../../../../../src/core/settings/environment.ts';
import { resolveSettings } from '../../../../../src/core/settings/resolveSettings.ts';
import { deployProject } from '../../../../../src/core/useCases/deploy/deployProject.ts';
import { sampleProject } from '../../../../support/checks/sampleProject.ts';
import { useFakeRegistry } from '../../../../support/fakeRegistry.ts';
import { fakePlatform, type FakePlatformOptions } from '../../../../support/fakePlatform.ts';
import { writeFakeTool } from '../../../../support/fakeTool.ts';
import { recordStep } from '../../../../support/recordingStep.ts';
import { rejection } from '../../../../support/rejection.ts';
import { useTemporaryFolder } from '../../../../support/temporaryFolder.ts';
import { usePlatform } from '../../../../support/usePlatform.ts';
import { writeFiles } from '../../../../support/writeFiles.ts';

const completed = { name: 'dag-liver-x7k2p', status: 'completed', ready: '0/1' };

describe('deployProject', () => {
  const start = usePlatform();
  const startRegistry = useFakeRegistry();
  const root = useTemporaryFolder();
  const clients: HttpClient[] = [];
  afterEach(() => Promise.all(clients.splice(0).map((client) => client.close())));

  /** A Helm that packages what it is given and renders one Job. */
  function fakeHelm(image: string): string {
    const rendered = join(root.path, 'rendered.yaml');
    writeFileSync(
      rendered,
      [
        '---\n# Source: liver-workflow/charts/dag-installer-chart/templates/job.yaml',
        'kind: Job\nmetadata: { name: dag-liver, namespace: services }',
        `spec: { template: { spec: { containers: [{ name: copy, image: "${image}" }] } } }\n`,
      ].join('\n'),
    );
    return writeFakeTool(
      join(root.path, 'helm'),
      'case "$1" in',
      'version) echo v3.14.0 ;;',
      `template) cat "${rendered}" ;;`,
      'package)',
      `  name=$(sed -n 's/^name: //p' "$2/Chart.yaml"); version=$(sed -n "s/^version: //p" "$2/Chart.yaml" | tr -d "\\"'")`,
      '  mkdir -p "$4/in" && cp -r "$2" "$4/in/$name" && tar -czf "$4/$name-$version.tgz" -C "$4/in" "$name"',
      '  echo "Successfully packaged chart and saved it to: $4/$name-$version.tgz" ;;',
      'esac',
    );
  }

  async function prepare(options: FakePlatformOptions, has?: (repository: string) => boolean) {
    const registry = await startRegistry(has);
    const fake = fakePlatform(options);
    const { server } = await start(fake.routes);
    const folder = join(root.path, 'liver');
    await writeFiles(folder, sampleProject);
    const environment = readEnvironment({
      ...{ EDK_STATE: join(root.path, 'state'), EDK_CACHE: join(root.path, 'cache') },
      ...{ KUBE_HELM_URL: server.url, LOCAL_REGISTRY_URL: registry.address },
      ...{ EDK_HELM: fakeHelm(`${registry.address}/dag-liver:0.6.0`), PATH: process.env['PATH'] },
    });
    const settings = await resolveSettings(folder, {}, environment);
    const http = createHttpClient({ http: undefined, https: undefined, no: undefined });
    clients.push(http);
    const templatesFolder = join(import.meta.dirname, '../../../../../templates');
    const edk = { settings, environment, templatesFolder, http, registries: new Map() };
    const deploy = () => deployProject(edk, { folder, timeoutMs: 2000 }, recordStep().step);
    return { deploy, fake, server, registry };
  }

  it('goes from source to a release that runs, and does nothing the second time', async () => {
    const { deploy, fake, server } = await prepare({ pods: () => [completed] });
    const { images, chart, release } = await deploy();
    assert.deepEqual(
      images.map(({ outcome }) => outcome),
      ['unchanged', 'unchanged'],
    );
    assert.deepEqual(
      [release.releaseName, release.state, release.outcome],
      ['liver-workflow', 'completed', 'installed'],
    );
    assert.deepEqual([...fake.files.keys()], [`liver-workflow-${chart.version}.tgz`]);
    const before = server.requests.length;
    assert.equal((await deploy()).release.outcome, 'unchanged');
    assert.ok(server.requests.slice(before).every(({ method }) => method === 'GET'));
  });

  it('looks up no image when the platform does not answer', async () => {
    const { deploy, server, registry } = await prepare({});
    await server.stop();
    const error = await rejection(deploy(), 'platform.unreachable');
    assert.match(error.remedy, /KUBE_HELM_URL/);
    assert.deepEqual(registry.calls, []);
  });

  it('is red, with a remedy, when the pod fails', async () => {
    const failing = { ...completed, status: 'error', restarts: '2' };
    const { deploy } = await prepare({ pods: () => [failing] });
    const error = await rejection(deploy(), 'release.failed');
    assert.match(error.message, /dag-liver-x7k2p: error, 2 restarts/);
    assert.match(error.remedy, /see the log.*"edk explain liver-workflow"/);
  });
});
