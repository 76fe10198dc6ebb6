import assert from 'node:assert/strict';
import { ask, options, post } from '../support/ask.ts';
import { configMap, job, packChart, type PackedChart } from '../support/charts.ts';
import { entryOf, install, provideChart, remove, requestDelete, statusOf, waitForStatus } from '../support/platform.ts';
import { waitFor } from '../support/waitFor.ts';

describe('an installation', () => {
  let single: PackedChart;

  before(async () => {
    single = await provideChart(await packChart({ name: 'edk-contract-single-chart' }));
    await provideChart(await packChart({ name: 'edk-contract-single-chart', version: '0.2.0' }));
  });

  for (const [title, body, key] of [
    ['a name', { version: '0.1.0' }, 'name'],
    ['a version', { name: 'edk-contract-single-chart' }, 'version'],
    ['an object', [1], 'name'],
  ] as const) {
    it(`needs ${title}`, async () => {
      const { status, text } = await post('/helm-install-chart', body);
      assert.deepEqual(
        [status, text],
        [400, `Chart install failed, bad request Required key '${key}' not found in payload`],
      );
    });
  }

  for (const [title, body] of [
    ['no body', undefined],
    ['a body that is no JSON', 'name=edk-contract-single-chart'],
  ] as const) {
    it(`fails with ${title}`, async () => {
      const { status, text } = await ask('POST', '/helm-install-chart', { body });
      assert.equal(status, 500);
      assert.match(text, /^\{"detail":"Chart install failed Expecting value/);
    });
  }

  for (const [title, changes] of [
    ['an unknown chart', { name: 'edk-contract-nobody-chart' }],
    ['an unknown version', { version: '9.9.9' }],
  ] as const) {
    it(`fails for ${title} without saying why, and leaves nothing`, async () => {
      const wanted = { ...single, ...changes };
      const { status, text } = await install(wanted);
      assert.deepEqual([status, text], [500, `Chart install command failed for ${wanted.name}`]);
      assert.equal(await statusOf(wanted.name), '404');
    });
  }

  it('fails for a name that Helm does not take', async () => {
    const { status, text } = await install(single, { release_name: 'Edk_Contract' });
    assert.deepEqual([status, text], [500, 'Chart install command failed for Edk_Contract']);
  });

  for (const [title, parameters] of [
    ['nothing', null],
    ['a text', 'text'],
  ] as const) {
    it(`fails when the parameters of an instance are ${title}`, async () => {
      const chart = { ...single, keywords: ['kaapanaapplication', 'kaapanamultiinstallable'] };
      const { status, text } = await install(chart, { extension_params: parameters });
      assert.equal(status, 500);
      assert.match(text, /does not support item assignment/);
    });
  }

  it('tells the name of the release, and it is deployed then', async () => {
    const { status, text } = await install(single);
    assert.deepEqual([status, text], [200, `Successfully installed: ${single.name}`]);
    assert.equal(await statusOf(single.name), 'deployed');
    await remove(single.name);
  });

  it('shows in the list at the version installed, not at the newest', async () => {
    await install(single);
    const entry = await waitFor(
      'the release is listed',
      () => entryOf(single.name),
      (seen) => seen?.available_versions['0.1.0']?.deployments.length === 1,
    );
    assert.equal(entry?.installed, 'yes');
    assert.equal(entry.helmStatus, 'Deployed');
    assert.equal('successful' in entry, false);
    const [deployment] = entry.available_versions['0.1.0']?.deployments ?? [];
    assert.equal(deployment?.deployment_id, single.name);
    assert.equal(deployment.helm_status, 'deployed');
    assert.equal(deployment.helm_info.chart, `${single.name}-0.1.0`);
    assert.match(deployment.helm_info.updated, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ [+-]\d{4} \w+/);
    await remove(single.name);
  });

  it('has all its versions again after a refresh', async () => {
    await install(single);
    await waitFor(
      'both versions are listed',
      () => entryOf(single.name),
      (seen) => seen?.versions.join() === '0.2.0,0.1.0' && seen.installed === 'yes',
    );
    await remove(single.name, { release_version: single.version });
  });

  it('calls a release without pods ready', async () => {
    await install(single);
    const entry = await waitFor(
      'the release is listed',
      () => entryOf(single.name),
      (seen) => seen?.available_versions['0.1.0']?.deployments.length === 1,
    );
    const [deployment] = entry?.available_versions['0.1.0']?.deployments ?? [];
    assert.deepEqual([deployment?.kube_status, deployment?.ready], [[], true]);
    await remove(single.name);
  });

  for (const [title, changes] of [
    ['the same version', {}],
    ['another version', { version: '0.2.0' }],
    ['no keywords', { keywords: [] }],
  ] as const) {
    it(`says yes to a release that is there already: ${title}`, async () => {
      await install(single);
      const { status, text } = await install({ ...single, ...changes });
      assert.deepEqual([status, text], [200, `Chart is already installed ${single.name}`]);
      await remove(single.name);
    });
  }

  it('takes another name for the release', async () => {
    const { text } = await install(single, { release_name: 'edk-contract-own-name' });
    assert.equal(text, 'Successfully installed: edk-contract-own-name');
    await remove('edk-contract-own-name');
  });

  it('leaves nothing when the templates cannot be rendered', async () => {
    const chart = await packChart({
      name: 'edk-contract-strict-chart',
      templates: {
        'map.yaml':
          '{{ if .Values.global.broken }}{{ fail "on purpose" }}{{ end }}\n' +
          "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: strict, namespace: '{{ .Values.global.services_namespace }}' }\n",
      },
    });
    await provideChart(chart);
    const { status, text } = await install(chart, { extension_params: { broken: 'yes' } });
    assert.deepEqual([status, text], [500, `Chart install command failed for ${chart.name}`]);
    assert.equal(await statusOf(chart.name), '404');
  });

  describe('that the cluster refuses', () => {
    let rejected: PackedChart;

    before(async () => {
      rejected = await packChart({
        name: 'edk-contract-rejected-chart',
        templates: {
          'map.yaml':
            "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: Not_A_Name, namespace: '{{ .Values.global.services_namespace }}' }\n",
        },
      });
      await provideChart(rejected);
    });

    it('leaves a failed release, and says yes to the next one nevertheless', async () => {
      const { status, text } = await install(rejected);
      assert.deepEqual([status, text], [500, `Chart install command failed for ${rejected.name}`]);
      assert.equal(await statusOf(rejected.name), 'failed');
      assert.equal((await install(rejected)).text, `Chart is already installed ${rejected.name}`);
      await remove(rejected.name);
    });

    it('is listed as installed and failed', async () => {
      await install(rejected);
      const entry = await waitFor(
        'the failed release is listed',
        () => entryOf(rejected.name),
        (seen) => seen?.helmStatus === 'Failed',
      );
      assert.equal(entry?.installed, 'yes');
      await remove(rejected.name);
    });
  });

  it('goes on after the platform has stopped waiting for it', async function () {
    if (options.image === undefined) this.skip();
    const seconds = options.answerSeconds + 4;
    const slow = await provideChart(
      await packChart({
        name: 'edk-contract-slow-chart',
        templates: { 'hook.yaml': job('slow', `sleep ${seconds}`, 'pre-install'), 'map.yaml': configMap() },
      }),
    );
    const { status, text } = await install(slow);
    assert.deepEqual([status, text], [500, `Chart install command failed for ${slow.name}`]);
    assert.equal(await statusOf(slow.name), 'pending-install');
    assert.equal((await install(slow)).text, `Chart is already installed ${slow.name}`);
    await waitForStatus(slow.name, 'deployed');
    await remove(slow.name);
  });

  it('keeps a release whose hook failed', async function () {
    if (options.image === undefined) this.skip();
    const chart = await provideChart(
      await packChart({
        name: 'edk-contract-hookfail-chart',
        templates: { 'hook.yaml': job('fail', 'exit 3', 'post-install'), 'map.yaml': configMap() },
      }),
    );
    assert.equal((await install(chart)).status, 500);
    await waitForStatus(chart.name, 'failed');
    await remove(chart.name);
  });

  it('answers four at once: one installs, and nobody installs twice', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => install(single)));
    const texts = answers.map(({ text }) => text);
    assert.equal(texts.filter((text) => text.startsWith('Successfully installed')).length, 1, texts.join('; '));
    assert.equal(await statusOf(single.name), 'deployed');
    await requestDelete(single.name);
    await waitForStatus(single.name, '404');
  });
});
