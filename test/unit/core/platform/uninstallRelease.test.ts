import assert from 'node:assert/strict';
import { uninstallRelease, type UninstallOptions } from '../../../../src/core/platform/uninstallRelease.ts';
import { noSuchRelease, statusAnswer } from '../../../support/platformAnswers.ts';
import { recordStep } from '../../../support/recordingStep.ts';
import { rejection } from '../../../support/rejection.ts';
import type { Script } from '../../../support/startScriptedServer.ts';
import { usePlatform } from '../../../support/usePlatform.ts';

const lung: UninstallOptions = {
  releaseName: 'lung-workflow',
  version: '0.6.0',
  multiInstallable: false,
  hooks: 'run',
  timeoutMs: 30,
};
const started = { body: 'Started uninstalling lung-workflow' };
const deployed = { body: statusAnswer('deployed') };
const uninstalling = { body: statusAnswer('uninstalling') };

describe('uninstallRelease', () => {
  const start = usePlatform();
  const { step } = recordStep();

  it('waits until the release is gone', async () => {
    const { platform, server } = await start({
      'POST /helm-delete-chart': started,
      'GET /view-chart-status': [deployed, deployed, uninstalling, noSuchRelease],
    });
    await uninstallRelease(platform, { ...lung, timeoutMs: 5000 }, step);
    assert.deepEqual(JSON.parse(server.requests[1]?.body.toString() ?? ''), {
      release_name: 'lung-workflow',
      release_version: '0.6.0',
      multiinstallable: 'no',
    });
    assert.equal(server.requests.length, 5);
  });

  it('waits while something else answers for a platform that is being restarted', async () => {
    const away = { status: 503, body: 'no server is available' };
    const { platform, server } = await start(
      {
        'POST /helm-delete-chart': started,
        'GET /view-chart-status': [deployed, away, uninstalling, noSuchRelease],
        'GET /health-check': [away, away, { body: 'ok' }],
      },
      { tries: 1 },
    );
    await uninstallRelease(platform, { ...lung, timeoutMs: 5000 }, step);
    assert.equal(server.calls().filter((call) => call === 'GET /health-check').length, 3);
  });

  it('gives up when a platform that is there fails again', async () => {
    const failed = { status: 500, body: 'out of order' };
    const { platform } = await start(
      {
        'POST /helm-delete-chart': started,
        'GET /view-chart-status': [deployed, failed],
        'GET /health-check': { body: 'ok' },
      },
      { tries: 1 },
    );
    await rejection(uninstallRelease(platform, { ...lung, timeoutMs: 5000 }, step), 'platform.failed');
  });

  it('asks again when nothing came of the request, and not when somebody else installed it again', async () => {
    const requests = async (status: Script | readonly Script[]): Promise<number> => {
      const { platform, server } = await start({
        'POST /helm-delete-chart': started,
        'GET /view-chart-status': status,
      });
      await uninstallRelease(platform, { ...lung, timeoutMs: 200, retryMs: 10 }, step).catch(() => undefined);
      return server.calls().filter((call) => call === 'POST /helm-delete-chart').length;
    };
    const stays = Array.from({ length: 8 }, () => deployed);
    assert.ok((await requests([...stays, noSuchRelease])) > 1);
    assert.equal(await requests([deployed, { body: statusAnswer('deployed', 'Mon Nov 23 08:00:00 2026') }]), 1);
    assert.equal(await requests([deployed, ...Array.from({ length: 8 }, () => uninstalling), noSuchRelease]), 1);
  });

  it('skips the hooks when asked to', async () => {
    const { platform, server } = await start({
      'POST /helm-delete-chart': started,
      'GET /view-chart-status': [uninstalling, noSuchRelease],
    });
    await uninstallRelease(platform, { ...lung, multiInstallable: true, hooks: 'skip' }, step);
    const body = server.requests[1]?.body.toString() ?? '';
    assert.match(body, /"helm_command_addons":"--no-hooks"/);
    assert.match(body, /"multiinstallable":"yes"/);
  });

  it('has nothing to do when there is no release', async () => {
    const { platform, server } = await start({ 'GET /view-chart-status': noSuchRelease });
    const recording = recordStep();
    await uninstallRelease(platform, lung, recording.step);
    assert.deepEqual(recording.lines, ['skip lung-workflow is not installed.']);
    assert.deepEqual(server.calls(), ['GET /view-chart-status']);
  });

  it('names the way out when a pre-delete hook fails', async () => {
    const { platform } = await start({
      'POST /helm-delete-chart': started,
      'GET /view-chart-status': [deployed, uninstalling],
    });
    const error = await rejection(uninstallRelease(platform, lung, step), 'release.stuck');
    assert.match(error.message, /still uninstalling: .* hook fails/);
    const hookJobs = [{ name: 'remove-files', namespace: 'services' }];
    const named = await rejection(uninstallRelease(platform, { ...lung, hookJobs }, step), 'release.stuck');
    assert.match(named.remedy, /kubectl logs job\/remove-files --namespace services/);
    assert.match(error.remedy, /--force/);
  });

  it('does not wait for a hook that the local platform has given up', async () => {
    const reason = 'pre-delete hook "remove" failed: Error: exit code 1';
    const { platform } = await start({
      'POST /helm-delete-chart': started,
      'GET /view-chart-status': [deployed, { body: { ...statusAnswer('uninstalling'), DESCRIPTION: reason } }],
    });
    const error = await rejection(uninstallRelease(platform, { ...lung, timeoutMs: 60_000 }, step), 'release.stuck');
    assert.equal(error.detail, reason);
  });

  it('says when the platform accepted and did nothing, and when even skipping hooks did not help', async () => {
    const { platform } = await start({ 'POST /helm-delete-chart': started, 'GET /view-chart-status': deployed });
    assert.match((await rejection(uninstallRelease(platform, lung, step), 'release.stuck')).message, /still deployed/);
    const forced = await rejection(uninstallRelease(platform, { ...lung, hooks: 'skip' }, step), 'release.stuck');
    assert.doesNotMatch(forced.remedy, /--force/);
  });
});
