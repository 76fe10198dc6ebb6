import assert from 'node:assert/strict';
import { installRelease, type InstallOptions } from '../../../../src/core/platform/installRelease.ts';
import { noSuchRelease, statusAnswer } from '../../../support/platformAnswers.ts';
import { recordStep } from '../../../support/recordingStep.ts';
import { rejection } from '../../../support/rejection.ts';
import { usePlatform } from '../../../support/usePlatform.ts';

const lung: InstallOptions = {
  chartName: 'lung-workflow',
  version: '0.6.0',
  keywords: ['kaapanaworkflow'],
  parameters: {},
};
const failed = { status: 500, body: 'Chart install command failed for lung-workflow' };
const already = { body: 'Chart is already installed lung-workflow' };
const pending = { body: statusAnswer('pending-install') };
const deployed = { body: statusAnswer('deployed') };

describe('installRelease', () => {
  const start = usePlatform();
  const { step } = recordStep();

  it('returns the name of the release, which the platform may have chosen', async () => {
    const { platform, server } = await start({
      'POST /helm-install-chart': { body: 'Successfully installed: lung-workflow-0a1b2c3d4e5f60718293' },
    });
    const request = { ...lung, parameters: { display_name: '-', classes: ['a', 'b'], deep: true } };
    const inProject = { ...platform, project: { id: '4d2f', name: 'Überblick' } };
    assert.equal(await installRelease(inProject, request, step), 'lung-workflow-0a1b2c3d4e5f60718293');
    assert.deepEqual(JSON.parse(server.requests[0]?.body.toString() ?? ''), {
      name: 'lung-workflow',
      version: '0.6.0',
      keywords: ['kaapanaworkflow'],
      extension_params: { display_name: '-', classes: 'a,b', deep: true },
    });
    assert.deepEqual(JSON.parse(String(server.requests[0]?.headers['project'])), inProject.project);
  });

  it('goes on waiting when the platform gave up on a slow installation', async () => {
    const { platform, server } = await start({
      'POST /helm-install-chart': failed,
      'GET /view-chart-status': [pending, pending, deployed],
    });
    assert.equal(await installRelease(platform, lung, step), 'lung-workflow');
    assert.equal(server.requests.length, 4);
  });

  it('goes on waiting when the answer does not come in time', async () => {
    const { platform } = await start(
      { 'POST /helm-install-chart': { hang: true }, 'GET /view-chart-status': [pending, pending, deployed] },
      { installDeadlineMs: 20 },
    );
    assert.equal(await installRelease(platform, lung, step), 'lung-workflow');
  });

  it('says that the platform is slow when nothing was installed', async () => {
    const { platform } = await start(
      { 'POST /helm-install-chart': { hang: true }, 'GET /view-chart-status': noSuchRelease },
      { installDeadlineMs: 20 },
    );
    await rejection(installRelease(platform, lung, step), 'platform.timeout');
  });

  it('says that nothing was installed when the chart cannot be rendered or is not there', async () => {
    const { platform } = await start({ 'POST /helm-install-chart': failed, 'GET /view-chart-status': noSuchRelease });
    const error = await rejection(installRelease(platform, lung, step), 'platform.installRefused');
    assert.match(error.message, /did not install lung-workflow 0\.6\.0/);
    assert.equal(error.detail, failed.body);
  });

  it('passes on the reason that a local platform gives', async () => {
    const headers = { 'x-local-platform-reason': encodeURIComponent('There is no chart "lung" größer') };
    const { platform } = await start({
      'POST /helm-install-chart': { ...failed, headers },
      'GET /view-chart-status': noSuchRelease,
    });
    const error = await rejection(installRelease(platform, lung, step), 'platform.installRefused');
    assert.equal(error.detail, `${failed.body}\nThere is no chart "lung" größer`);
  });

  it('tells of the failed release that is left', async () => {
    const { platform } = await start({
      'POST /helm-install-chart': failed,
      'GET /view-chart-status': [pending, { body: statusAnswer('failed') }],
    });
    const error = await rejection(installRelease(platform, lung, step), 'release.failed');
    assert.match(error.remedy, /edk uninstall lung-workflow/);
    const hookJobs = [{ name: 'prepare', namespace: 'services' }];
    const named = await rejection(installRelease(platform, { ...lung, hookJobs }, step), 'release.failed');
    assert.match(
      named.remedy,
      /The hook Job "prepare" may have failed: kubectl logs job\/prepare --namespace services/,
    );
  });

  it('does not wait for ever', async () => {
    const { platform } = await start({ 'POST /helm-install-chart': failed, 'GET /view-chart-status': pending });
    await rejection(installRelease(platform, { ...lung, timeoutMs: 10 }, step), 'release.timeout');
  });

  for (const helmStatus of ['deployed', 'failed', 'uninstalling', 'pending-install']) {
    it(`refuses when a release is there and ${helmStatus}`, async () => {
      const { platform } = await start({
        'POST /helm-install-chart': already,
        'GET /view-chart-status': { body: statusAnswer(helmStatus) },
      });
      const error = await rejection(installRelease(platform, lung, step), 'platform.installRefused');
      assert.match(error.message, new RegExp(`it is ${helmStatus}`));
    });
  }

  it('has nothing to do when a deployed release may stay', async () => {
    const { platform } = await start({
      'POST /helm-install-chart': already,
      'GET /view-chart-status': [pending, deployed],
    });
    const recording = recordStep();
    await installRelease(platform, { ...lung, whenInstalled: 'keep' }, recording.step);
    assert.ok(recording.lines.includes('skip lung-workflow is already installed.'));
  });

  it('quotes what the platform misses in the request', async () => {
    const text = "Chart install failed, bad request Required key 'name' not found in payload";
    const { platform } = await start({ 'POST /helm-install-chart': { status: 400, body: text } });
    const error = await rejection(installRelease(platform, lung, step), 'platform.installRefused');
    assert.equal(error.detail, text);
  });

  it('does not take any success for an installation', async () => {
    const { platform } = await start({ 'POST /helm-install-chart': { body: 'OK' } });
    await rejection(installRelease(platform, lung, step), 'platform.badAnswer');
  });

  for (const [change, code] of [
    [{ chartName: 'lung; rm -rf /' }, 'name.invalid'],
    [{ version: '0.6.0 --dry-run' }, 'name.invalid'],
    [{ parameters: { password: 'a&b' } }, 'parameter.invalid'],
    [{ keywords: ['kaapanamultiinstallable'] }, 'usage'],
  ] as const) {
    it(`sends nothing of ${JSON.stringify(change)}`, async () => {
      const { platform, server } = await start({});
      await rejection(installRelease(platform, { ...lung, ...change }, step), code);
      assert.deepEqual(server.requests, []);
    });
  }
});
