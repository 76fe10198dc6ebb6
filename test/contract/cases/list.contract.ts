import assert from 'node:assert/strict';
import { compareVersions } from '../../../src/shared/versions/compareVersions.ts';
import { ask } from '../support/ask.ts';
import { packChart } from '../support/charts.ts';
import { entryOf, listEntries, provideChart, type Entry } from '../support/platform.ts';
import { waitFor } from '../support/waitFor.ts';

const keys = [
  'annotations',
  'available_versions',
  'chart_name',
  'description',
  'display_name',
  'experimental',
  'extension_params',
  'helmStatus',
  'installed',
  'keywords',
  'kind',
  'kubeStatus',
  'latest_version',
  'links',
  'multiinstallable',
  'name',
  'releaseName',
  'resourceRequirement',
  'version',
  'versions',
];

const values = `global:
  title: ''
extension_params:
  text: { type: string, definition: Text, default: '-', value: '' }
  flag: { type: boolean, definition: Flag, default: false }
  one: { type: list_single, definition: One, default: a, value: [a, b] }
  many: { type: list_multi, definition: Many, default: [a], value: [a, b] }
  about: { type: doc, title: About, html: '<p>text</p>' }
  registry_url: { type: string, definition: A name that the platform sets, default: x }
`;

describe('the list of extensions', () => {
  const name = 'edk-contract-listed-chart';
  let entry: Entry;

  before(async () => {
    for (const version of ['0.9.0', '0.10.0', '0.10.0+post1']) {
      await provideChart(
        await packChart({
          name,
          version,
          values,
          keywords: ['kaapanaworkflow', 'kaapanaexperimental', 'gpurequired'],
          extra: 'annotations: { ui-visible-name: Contract, documentation: contract.html }\n',
        }),
      );
    }
    const seen = await waitFor(
      `${name} is listed`,
      () => entryOf(name),
      (listed) => listed?.versions.length === 3,
    );
    assert.ok(seen);
    entry = seen;
  });

  it('is a JSON array', async () => {
    const answer = await ask('GET', '/extensions');
    assert.equal(answer.headers['content-type'], 'application/json');
    assert.ok(Array.isArray(answer.json()));
  });

  it('gives every entry the same twenty fields', async () => {
    for (const listed of await listEntries()) {
      const own = Object.keys(listed).filter((key) => key !== 'successful');
      assert.deepEqual(own.sort(), keys, listed.chart_name);
    }
  });

  it('says yes and no as texts', async () => {
    for (const listed of await listEntries()) {
      for (const key of ['installed', 'experimental', 'multiinstallable']) {
        assert.match(String(listed[key]), /^(yes|no)$/, `${listed.chart_name}.${key}`);
      }
    }
  });

  it('knows two kinds; platforms have a list of their own', async () => {
    for (const { chart_name: chart, kind } of await listEntries())
      assert.match(String(kind), /^(application|dag)$/, chart);
  });

  it('reads kind, maturity and hardware from the keywords', () => {
    assert.deepEqual([entry['kind'], entry['experimental'], entry['resourceRequirement']], ['dag', 'yes', 'gpu']);
  });

  it('hands on description, keywords and annotations of the chart', () => {
    assert.equal(entry['description'], 'Contract suite of the EDK');
    assert.deepEqual(entry['keywords'], ['kaapanaworkflow', 'kaapanaexperimental', 'gpurequired']);
    assert.deepEqual(entry['annotations'], { 'ui-visible-name': 'Contract', documentation: 'contract.html' });
  });

  it('sorts versions by their numbers, the newest first', () => {
    assert.deepEqual(entry.versions, ['0.10.0+post1', '0.10.0', '0.9.0']);
  });

  it('shows the newest file as version, whatever is installed', () => {
    assert.deepEqual([entry.version, entry.latest_version], ['0.10.0+post1', '0.10.0+post1']);
  });

  it('sorts the versions of every extension in the same order', async () => {
    for (const { versions } of await listEntries()) {
      assert.deepEqual(
        versions,
        [...versions].sort((a, b) => compareVersions(b, a)),
      );
    }
  });

  it('has an entry of deployments for every version', () => {
    assert.deepEqual(Object.keys(entry.available_versions).sort(), [...entry.versions].sort());
  });

  it('shows what is not installed as such', () => {
    assert.deepEqual(
      [entry.installed, entry.helmStatus, entry['kubeStatus'], entry['links'], entry.display_name],
      ['no', null, null, [], ''],
    );
    assert.equal('successful' in entry, false);
  });

  it('names the release of a single extension after its chart', () => {
    assert.deepEqual([entry.releaseName, entry['name']], [name, name]);
  });

  it('hands on parameters with all their fields', () => {
    const { required, ...text } = entry.extension_params?.['text'] ?? {};
    assert.deepEqual(text, { type: 'string', definition: 'Text', default: '-', value: '' });
    assert.equal(required, true);
    assert.deepEqual(entry.extension_params?.['many']?.['default'], ['a']);
    assert.deepEqual(entry.extension_params['about']?.['html'], '<p>text</p>');
  });

  it('needs no answer for a parameter that the platform sets itself', () => {
    assert.equal(entry.extension_params?.['registry_url']?.['required'], false);
  });

  it('has no entry for a chart without a keyword for its kind', async () => {
    await provideChart(await packChart({ name: 'edk-contract-keyless-chart', keywords: ['other'] }));
    await provideChart(await packChart({ name: 'edk-contract-marker-chart' }));
    await waitFor(
      'a chart that came later is listed',
      () => entryOf('edk-contract-marker-chart'),
      (seen) => seen !== undefined,
    );
    assert.equal(await entryOf('edk-contract-keyless-chart'), undefined);
  });

  it('is empty of extensions for platforms', async () => {
    for (const listed of await listEntries('/platforms')) assert.equal(listed['kind'], 'platform');
  });
});
