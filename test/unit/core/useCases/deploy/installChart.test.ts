import assert from 'node:assert/strict';
import { join } from 'node:path';
import { readEnvironment } from '../../../../../src/core/settings/environment.ts';
import { resolveSettings } from '../../../../../src/core/settings/resolveSettings.ts';
import type { BuiltChart } from '../../../../../src/core/useCases/build/buildChart.ts';
import { readDeployment } from '../../../../../src/core/useCases/deploy/deploymentRecord.ts';
import { installChart, type InstallChartOptions } from '../../../../../src/core/useCases/deploy/deployProject.ts';
import { fakePlatform } from '../../../../support/fakePlatform.ts';
import { chartEntries, packEntries } from '../../../../support/packChart.ts';
import { recordStep } from '../../../../support/recordingStep.ts';
import { rejection } from '../../../../support/rejection.ts';
import { useTemporaryFolder } from '../../../../support/temporaryFolder.ts';
import { usePlatform } from '../../../../support/usePlatform.ts';

const job = { kind: 'Job', name: 'copy', listed: true, probed: false };
const store = { kind: 'StatefulSet', name: 'store', listed: false, probed: false };
const completed = { status: 'completed', ready: '0/1' };

describe('installChart', () => {
  const start = usePlatform();
  const folder = useTemporaryFolder();

  async function optionsFor(changes: Partial<BuiltChart> = {}): Promise<InstallChartOptions> {
    const { name = 'lung-workflow', keywords = ['kaapanaworkflow'] } = changes;
    const file = await packEntries(join(folder.path, `${name}-0.6.0.tgz`), chartEntries(name, { keywords }));
    const environment = readEnvironment({ EDK_STATE: join(folder.path, 'state'), EDK_CACHE: folder.path });
    return {
      project: '/projects/lung',
      source: { values: { extension_params: { depth: { type: 'string', default: '3' } } } } as never,
      chart: {
        ...{ file, name, version: '0.6.0', sha256: '', fingerprint: 'f1', keywords: [...keywords] },
        ...{ imageReferences: [], manifests: [], workloads: [job], hooks: [] },
        ...changes,
      },
      images: ['localhost:32000/lung:0.6.0-c1'],
      settings: await resolveSettings(folder.path, {}, environment),
      timeoutMs: 2000,
    };
  }

  it('uploads, installs and watches, and keeps note of it', async () => {
    const fake = fakePlatform({ pods: (look) => (look === 0 ? [] : [completed]), links: ['/lung'] });
    const { platform, server } = await start(fake.routes);
    const options = await optionsFor();
    const installed = await installChart(platform, options, recordStep().step);
    assert.deepEqual(installed, {
      ...{ releaseName: 'lung-workflow', state: 'completed', outcome: 'installed' },
      ...{ links: [`${server.url}/lung`], unlisted: [], note: undefined },
    });
    assert.deepEqual([...fake.files.keys()], ['lung-workflow-0.6.0.tgz']);
    const request = server.requests.find(({ path }) => path === '/helm-install-chart')?.body.toString() ?? '';
    assert.match(request, /"extension_params":\{"depth":"3"\}/);
    const record = await readDeployment(options.settings, options.project);
    assert.deepEqual([record?.fingerprint, record?.images], ['f1', options.images]);
  });

  it('does nothing again while the same content runs', async () => {
    const fake = fakePlatform({ pods: () => [completed] });
    const { platform, server } = await start(fake.routes);
    const options = await optionsFor();
    await installChart(platform, options, recordStep().step);
    const before = server.requests.length;
    assert.equal((await installChart(platform, options, recordStep().step)).outcome, 'unchanged');
    const looks = new Set(server.calls().slice(before));
    assert.deepEqual([...looks], ['GET /view-chart-status', 'GET /extensions']);
  });

  it('replaces other content', async () => {
    const fake = fakePlatform({ pods: () => [completed] });
    const { platform, server } = await start(fake.routes);
    await installChart(platform, await optionsFor(), recordStep().step);
    const again = await installChart(platform, await optionsFor({ fingerprint: 'f2' }), recordStep().step);
    assert.equal(again.outcome, 'installed');
    const calls = server.calls().filter((call) => !call.startsWith('GET'));
    assert.deepEqual(calls.slice(-4), [
      'POST /helm-delete-chart',
      'POST /filepond-upload',
      'PATCH /filepond-upload',
      'POST /helm-install-chart',
    ]);
  });

  it('is not unchanged when the release has failed since', async () => {
    const failing = { name: 'copy-x7k2p', status: 'error', ready: '0/1', restarts: '2' };
    const { platform } = await start(fakePlatform({ pods: (look) => [look === 0 ? completed : failing] }).routes);
    const options = await optionsFor();
    await installChart(platform, options, recordStep().step);
    await rejection(installChart(platform, options, recordStep().step), 'release.failed');
  });

  for (const [probed, ageSeconds, code] of [
    [true, 4, undefined],
    [false, 4, 'release.timeout'],
    [false, 11, undefined],
  ] as const) {
    it(`${code === undefined ? 'believes' : 'does not believe'} a pod ${probed ? 'with' : 'without'} probes after ${ageSeconds} s`, async () => {
      const pod = { status: 'running', ready: '1/1', age: `${ageSeconds}s` };
      const { platform } = await start(fakePlatform({ pods: () => [pod] }).routes);
      const workloads = [{ kind: 'Deployment', name: 'viewer', listed: true, probed }];
      const installing = installChart(platform, await optionsFor({ workloads }), recordStep().step);
      if (code === undefined) assert.equal((await installing).state, 'running');
      else await rejection(installing, code);
    });
  }

  for (const [title, workloads, state, note] of [
    ['a chart without pods', [], 'deployed', /runs no pods/],
    ['a chart whose pods are not listed', [store], 'deployed', /does not list the pods of StatefulSet "store"/],
    ['a chart of which some pods are not listed', [job, store], 'completed', /StatefulSet "store"/],
  ] as const) {
    it(`is done with ${title} as soon as all is known, and says what is not`, async () => {
      const listed = workloads.some((one) => one.listed);
      const { platform } = await start(fakePlatform({ pods: () => (listed ? [completed] : []) }).routes);
      const options = await optionsFor({ workloads: [...workloads] });
      const installed = await installChart(platform, options, recordStep().step);
      assert.equal(installed.state, state);
      assert.match(installed.note ?? '', note);
    });
  }

  it('names the hook and keeps note of a release that fails at its first installation', async () => {
    const { platform } = await start(fakePlatform({ installs: 'failed' }).routes);
    const hooks = [{ kind: 'Job', name: 'prepare', namespace: 'services', events: ['post-install'] }];
    const options = await optionsFor({ hooks });
    const error = await rejection(installChart(platform, options, recordStep().step), 'release.failed');
    assert.match(error.remedy, /Job "prepare"/);
    const record = await readDeployment(options.settings, options.project);
    assert.deepEqual([record?.releaseName, record?.fingerprint], ['lung-workflow', '']);
  });

  it('replaces the instance that it launched before', async () => {
    const fake = fakePlatform({ pods: () => [{ status: 'running', ready: '1/1' }] });
    const { platform: anonymous } = await start(fake.routes);
    const platform = { ...anonymous, project: { id: 'admin', name: 'admin' } };
    const keywords = ['kaapanaapplication', 'kaapanamultiinstallable'];
    const workloads = [{ kind: 'Deployment', name: 'notes', listed: true, probed: true }];
    const multi = { name: 'notes-chart', keywords, workloads };
    const first = await installChart(platform, await optionsFor(multi), recordStep().step);
    const second = await installChart(platform, await optionsFor({ ...multi, fingerprint: 'f2' }), recordStep().step);
    assert.notEqual(second.releaseName, first.releaseName);
    assert.deepEqual([...fake.releases.keys()], [second.releaseName]);
  });

  it('says of a refusal without a reason what is usual', async () => {
    const { platform } = await start(fakePlatform({ installs: 'never' }).routes);
    const error = await rejection(
      installChart(platform, await optionsFor(), recordStep().step),
      'platform.installRefused',
    );
    assert.match(error.remedy, /nothing but hooks/);
  });
});
