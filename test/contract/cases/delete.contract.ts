import assert from 'node:assert/strict';
import { ask, options, post } from '../support/ask.ts';
import { configMap, job, packChart, type PackedChart } from '../support/charts.ts';
import { entryOf, install, provideChart, remove, requestDelete, statusOf, waitForStatus } from '../support/platform.ts';
import { waitFor } from '../support/waitFor.ts';

describe('an uninstallation', () => {
  let chart: PackedChart;

  before(async () => {
    chart = await provideChart(await packChart({ name: 'edk-contract-removed-chart' }));
  });

  it('needs the name of a release', async () => {
    const { status, text } = await post('/helm-delete-chart', { release_version: '0.1.0' });
    assert.deepEqual(
      [status, text],
      [400, "Chart uninstall failed, bad request Required key 'release_name' not found in payload"],
    );
  });

  it('needs JSON', async () => {
    const { status, text } = await ask('POST', '/helm-delete-chart');
    assert.equal(status, 500);
    assert.match(text, /^\{"detail":"Chart uninstall failed Expecting value/);
  });

  it('takes yes and no as texts only', async () => {
    const { status } = await post('/helm-delete-chart', {
      release_name: 'edk-contract-nobody',
      multiinstallable: true,
    });
    assert.equal(status, 500);
  });

  it('says yes for a release that does not exist', async () => {
    const { status, text } = await requestDelete('edk-contract-nobody', { release_version: '0.1.0' });
    assert.deepEqual([status, text], [200, 'Started uninstalling edk-contract-nobody']);
  });

  it('is honest about it for platforms, where it waits', async () => {
    const { status, text } = await requestDelete('edk-contract-nobody', { platforms: true });
    assert.equal(status, 400);
    assert.match(text, /^Chart uninstall command failedError: uninstall: Release not loaded/);
  });

  it('says yes at once, and the release is gone a little later', async () => {
    await install(chart);
    const { status, text } = await requestDelete(chart.name, { release_version: chart.version });
    assert.deepEqual([status, text], [200, `Started uninstalling ${chart.name}`]);
    await waitForStatus(chart.name, '404');
  });

  it('says yes twice', async () => {
    await install(chart);
    const answers = [await requestDelete(chart.name), await requestDelete(chart.name)];
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200],
    );
    await waitForStatus(chart.name, '404');
  });

  it('works without the version; only the list is late', async () => {
    await install(chart);
    await remove(chart.name);
    await waitFor(
      'the list has no release',
      () => entryOf(chart.name),
      (entry) => entry?.installed === 'no',
    );
  });

  it('does nothing in another namespace than the release is in', async () => {
    await install(chart);
    await requestDelete(chart.name, { helm_namespace: 'edk-contract-elsewhere' });
    await requestDelete('edk-contract-nobody', { platforms: true });
    assert.equal(await statusOf(chart.name), 'deployed');
    await remove(chart.name);
  });

  it('lets the extension be installed again', async () => {
    await install(chart);
    await remove(chart.name);
    assert.equal((await install(chart)).text, `Successfully installed: ${chart.name}`);
    await remove(chart.name);
  });

  it('takes a failing pre-delete hook for ever, during which an install is a success, until hooks are skipped', async function () {
    if (options.image === undefined) this.skip();
    const stuck = await provideChart(
      await packChart({
        name: 'edk-contract-stuck-chart',
        templates: { 'hook.yaml': job('fail', 'exit 3', 'pre-delete'), 'map.yaml': configMap() },
      }),
    );
    await install(stuck);
    await requestDelete(stuck.name, { release_version: stuck.version });
    await waitForStatus(stuck.name, 'uninstalling');
    assert.equal((await install(stuck)).text, `Chart is already installed ${stuck.name}`);
    await requestDelete(stuck.name, { helm_command_addons: '--no-hooks' });
    await waitForStatus(stuck.name, '404');
  });
});
