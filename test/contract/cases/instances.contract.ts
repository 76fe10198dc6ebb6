import assert from 'node:assert/strict';
import { options, post, type Answer } from '../support/ask.ts';
import { packChart, type PackedChart } from '../support/charts.ts';
import {
  entryOf,
  install,
  installedRelease,
  listEntries,
  projectHeader,
  provideChart,
  remove,
  statusOf,
} from '../support/platform.ts';
import { waitFor } from '../support/waitFor.ts';

const keywords = ['kaapanaapplication', 'kaapanamultiinstallable'];

function nameIn(answer: Answer): string {
  const release = installedRelease(answer);
  assert.ok(release, answer.text);
  return release;
}

describe('instances of a multi-installable extension', () => {
  let chart: PackedChart;

  before(async () => {
    chart = await provideChart(
      await packChart({
        name: 'edk-contract-multi-chart',
        keywords,
        values: "global: { wanted_id: '' }\n",
        templates: {
          'map.yaml': `{{ if .Values.global.wanted_id }}{{ if ne .Values.global.wanted_id (toString .Values.global.project_id) }}{{ fail "no project" }}{{ end }}{{ end }}
apiVersion: v1
kind: ConfigMap
metadata: { name: '{{ .Release.Name }}', namespace: '{{ .Values.global.services_namespace }}' }
`,
        },
      }),
    );
  });

  for (const [title, headers] of [
    ['without a project', {}],
    ['with a project that is no JSON', { project: 'admin' }],
  ] as const) {
    it(`are not launched ${title}`, async () => {
      const { name, version } = chart;
      const { status, text } = await post(
        '/helm-install-chart',
        { name, version, keywords, extension_params: {} },
        headers,
      );
      assert.equal(status, 500);
      assert.match(text, /^\{"detail":"Chart install failed /);
    });
  }

  it('have names of their own: the chart and twenty hexadecimal digits', async () => {
    const [first, second] = [nameIn(await install(chart)), nameIn(await install(chart))];
    for (const name of [first, second]) assert.match(name, /^edk-contract-multi-chart-[0-9a-f]{20}$/);
    assert.notEqual(first, second);
    await remove(first);
    await remove(second);
  });

  it('get id and name of the project as parameters', async () => {
    // The chart cannot be rendered when its project is another one.
    const answer = await install(chart, { extension_params: { wanted_id: options.project.id } });
    await remove(nameIn(answer));
    const other = JSON.stringify({ ...options.project, id: 'edk-contract-other' });
    const { name, version } = chart;
    const body = { name, version, keywords, extension_params: { wanted_id: options.project.id } };
    assert.equal((await post('/helm-install-chart', body, { project: other })).status, 500);
  });

  it('are launched by the keywords of the chart, too, but then without a project', async () => {
    const { name, version } = chart;
    const answer = await post('/helm-install-chart', { name, version, extension_params: {} }, projectHeader);
    const release = nameIn(answer);
    assert.match(release, /^edk-contract-multi-chart-[0-9a-f]{20}$/);
    await remove(release);
  });

  it('have entries of their own before that of the chart, which stays not installed', async () => {
    const release = nameIn(await install(chart, { extension_params: { display_name: 'mine' } }));
    const instance = await waitFor(
      'the instance is listed',
      () => entryOf(release),
      (entry) => entry !== undefined,
    );
    assert.deepEqual(
      [instance?.chart_name, instance?.installed, instance?.display_name, instance?.multiinstallable],
      [chart.name, 'yes', 'mine', 'yes'],
    );
    assert.equal(instance?.successful, 'yes');
    assert.deepEqual(instance.versions, [chart.version]);
    assert.equal(instance.available_versions[chart.version]?.deployments[0]?.deployment_id, release);
    const names = (await listEntries()).map(({ releaseName }) => releaseName);
    assert.ok(names.indexOf(release) < names.indexOf(chart.name));
    const template = await entryOf(chart.name);
    assert.equal(template?.installed, 'no');
    await remove(release, { release_version: chart.version, multiinstallable: 'yes' });
  });

  it('are called by the release when "-" is given as name', async () => {
    const release = nameIn(await install(chart, { extension_params: { display_name: '-' } }));
    const instance = await waitFor(
      'the instance is listed',
      () => entryOf(release),
      (entry) => entry !== undefined,
    );
    assert.equal(instance?.display_name, release);
    await remove(release);
  });

  it('are removed one by one, and leave the list within its refresh', async () => {
    const [first, second] = [nameIn(await install(chart)), nameIn(await install(chart))];
    await waitFor('both are listed', listEntries, (entries) =>
      [first, second].every((name) => entries.some(({ releaseName }) => releaseName === name)),
    );
    await remove(first, { release_version: chart.version, multiinstallable: 'yes' });
    assert.equal(await statusOf(second), 'deployed');
    await waitFor(
      'the first is not listed',
      () => entryOf(first),
      (entry) => entry === undefined,
    );
    assert.ok(await entryOf(second));
    await remove(second);
  });

  it('cannot share a name', async () => {
    const names = { release_name: 'edk-contract-twice', extension_params: {} };
    assert.equal((await install(chart, names)).status, 200);
    const { status, text } = await install(chart, names);
    assert.deepEqual([status, text], [500, 'Chart install command failed for edk-contract-twice']);
    await remove('edk-contract-twice');
  });

  describe('named after a parameter', () => {
    let named: PackedChart;

    before(async () => {
      named = await provideChart(
        await packChart({
          name: 'edk-contract-suffix-chart',
          keywords,
          values: 'global: { suffix_param_key: site }\n',
        }),
      );
    });

    it('end with its first twenty characters', async () => {
      const { text } = await install(named, { extension_params: { site: 'heidelberg-university-hospital' } });
      assert.equal(text, 'Successfully installed: edk-contract-suffix-chart-heidelberg-universit');
      await remove('edk-contract-suffix-chart-heidelberg-universit');
    });

    it('are not launched without it', async () => {
      const { status, text } = await install(named, { extension_params: {} });
      assert.equal(status, 500);
      assert.match(text, /^\{"detail":"Chart install failed 'global\.site'"\}$/);
    });

    it('are not launched when it cannot be part of a name', async () => {
      const { status, text } = await install(named, { extension_params: { site: 'Upper_Case' } });
      assert.deepEqual([status, text], [500, 'Chart install command failed for edk-contract-suffix-chart-Upper_Case']);
    });
  });
});
