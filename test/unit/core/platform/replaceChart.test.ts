import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceChart } from '../../../../src/core/platform/replaceChart.ts';
import { chartEntries, packEntries } from '../../../support/packChart.ts';
import { deploymentAnswer, extensionAnswer, noSuchRelease, statusAnswer } from '../../../support/platformAnswers.ts';
import { recordStep } from '../../../support/recordingStep.ts';
import { rejection } from '../../../support/rejection.ts';
import { scriptFilepond } from '../../../support/scriptFilepond.ts';
import { useTemporaryFolder } from '../../../support/temporaryFolder.ts';
import { usePlatform } from '../../../support/usePlatform.ts';

const name = 'lung-workflow-0.6.0.tgz';

describe('replaceChart', () => {
  const start = usePlatform();
  const folder = useTemporaryFolder();
  const { step } = recordStep();
  const pack = () => packEntries(join(folder.path, name), chartEntries('lung-workflow'));

  it('uploads a new chart and does not wait for the list', async () => {
    const filepond = scriptFilepond();
    const { platform, server } = await start({ ...filepond.routes, 'GET /view-chart-status': noSuchRelease });
    const file = await pack();
    const chart = await replaceChart(platform, { file }, step);
    assert.equal(chart.name, 'lung-workflow');
    assert.deepEqual(filepond.files.get(name), readFileSync(file));
    assert.deepEqual(server.calls(), ['GET /view-chart-status', 'POST /filepond-upload', 'PATCH /filepond-upload']);
  });

  it('removes the release of another version before it uploads', async () => {
    const deployed = { body: statusAnswer('deployed') };
    const versions = { '0.6.0': { deployments: [] }, '0.5.2': { deployments: [deploymentAnswer()] } };
    const { platform, server } = await start({
      ...scriptFilepond().routes,
      'GET /view-chart-status': [deployed, { body: statusAnswer('uninstalling') }, noSuchRelease],
      'GET /extensions': { body: [extensionAnswer({ available_versions: versions })] },
      'POST /helm-delete-chart': { body: 'Started uninstalling lung-workflow' },
    });
    await replaceChart(platform, { file: await pack() }, step);
    const calls = server.calls();
    const removal = server.requests.find(({ path }) => path === '/helm-delete-chart');
    assert.match(removal?.body.toString() ?? '', /"release_version":"0\.5\.2"/);
    assert.ok(calls.indexOf('POST /helm-delete-chart') < calls.indexOf('POST /filepond-upload'));
    assert.equal(calls[calls.indexOf('POST /filepond-upload') - 1], 'GET /view-chart-status');
  });

  for (const [title, lastDeployed, looks] of [
    ['asks the list for no version that is known', 'then', false],
    ['asks the list when somebody installed the release again', 'earlier', true],
  ] as const) {
    it(title, async () => {
      const versions = { '0.6.0': { deployments: [] }, '0.5.2': { deployments: [deploymentAnswer()] } };
      const { platform, server } = await start({
        ...scriptFilepond().routes,
        'GET /view-chart-status': [{ body: statusAnswer('deployed', 'then') }, noSuchRelease],
        'GET /extensions': { body: [extensionAnswer({ available_versions: versions })] },
        'POST /helm-delete-chart': { body: 'Started uninstalling lung-workflow' },
      });
      const known = { releaseName: 'lung-workflow', version: '0.5.1', lastDeployed };
      await replaceChart(platform, { file: await pack(), known }, step);
      assert.equal(server.calls().includes('GET /extensions'), looks);
      const removal = server.requests.find(({ path }) => path === '/helm-delete-chart')?.body.toString() ?? '';
      assert.match(removal, looks ? /"release_version":"0\.5\.2"/ : /"release_version":"0\.5\.1"/);
    });
  }

  it('leaves the platform as it is when the chart is wrong or the release stays', async () => {
    const deployed = { body: statusAnswer('deployed') };
    const { platform, server } = await start({
      ...scriptFilepond().routes,
      'GET /view-chart-status': deployed,
      'GET /extensions': { body: [] },
      'POST /helm-delete-chart': { body: 'Started uninstalling lung-workflow' },
    });
    const wrong = await packEntries(join(folder.path, 'lung-0.6.0.tgz'), chartEntries('lung-workflow'));
    await rejection(replaceChart(platform, { file: wrong }, step), 'chart.invalid');
    assert.deepEqual(server.requests, []);
    await rejection(replaceChart(platform, { file: await pack(), uninstallTimeoutMs: 10 }, step), 'release.stuck');
    assert.ok(!server.calls().includes('POST /filepond-upload'));
  });

  it('replaces the one instance of a multi-installable chart that it is told of', async () => {
    const entries = chartEntries('lung-workflow', { keywords: ['kaapanaapplication', 'kaapanamultiinstallable'] });
    const deployed = { body: statusAnswer('deployed') };
    const { platform, server } = await start({
      ...scriptFilepond().routes,
      'GET /view-chart-status': [deployed, noSuchRelease],
      'GET /extensions': { body: [] },
      'POST /helm-delete-chart': { body: 'Started uninstalling lung-workflow-0a1b' },
    });
    const file = await packEntries(join(folder.path, name), entries);
    await replaceChart(platform, { file, instance: 'lung-workflow-0a1b' }, step);
    const removal = server.requests.find(({ path }) => path === '/helm-delete-chart')?.body.toString() ?? '';
    assert.match(removal, /"release_name":"lung-workflow-0a1b".*"multiinstallable":"yes"/);
  });

  it('lets instances of a multi-installable chart run', async () => {
    const entries = chartEntries('lung-workflow', { keywords: ['kaapanaapplication', 'kaapanamultiinstallable'] });
    const { platform, server } = await start(scriptFilepond().routes);
    await replaceChart(platform, { file: await packEntries(join(folder.path, name), entries) }, step);
    assert.deepEqual(server.calls(), ['POST /filepond-upload', 'PATCH /filepond-upload']);
  });
});
