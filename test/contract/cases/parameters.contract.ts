import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { packChart, type PackedChart } from '../support/charts.ts';
import { install, provideChart, remove } from '../support/platform.ts';

/** Values as sent and as the chart sees them; `dropped` when it does not see them at all. */
const dropped = null;
const transports: readonly [title: string, sent: unknown, seen: unknown][] = [
  ['a word', 'plain', 'plain'],
  ['an empty text', '', ''],
  ['a number as text', '007', '007'],
  ['true as text', 'true', 'true'],
  ['true', true, true],
  ['false', false, false],
  ['a whole number', 5, 5],
  ['a fraction', 1.5, '1.5'],
  ['nothing', null, 'None'],
  ['blanks', 'with two  spaces', 'withtwospaces'],
  ['a backslash', 'back\\slash', 'backslash'],
  ['a comma', 'a,b', 'a,b'],
  ['braces', '{a}', '{a}'],
  ['an equals sign', 'a=b', 'a=b'],
  ['a variable of a shell', '$HOME', '$HOME'],
  ['a command of a shell', '$(id)', '$(id)'],
  ['a command in backticks', '`id`', '`id`'],
  ['a per cent sign', '100%', '100%'],
  ['other letters', 'Größe', 'Größe'],
  ['a tab', 'a\tb', 'a\tb'],
  ['lines', 'a\nb', 'a\nb'],
  ['an address', 'https://example.org:8443/a?b=c', 'https://example.org:8443/a?b=c'],
  ['a dash in front', '--set', '--set'],
  ['an ampersand', 'a&b', dropped],
  ['a less-than sign', 'a<b', dropped],
  ['double quotes', 'a"b', dropped],
  ['a single quote', "a'b", dropped],
  ['a semicolon', 'a;b', dropped],
  ['a list', ['a', 'b'], ['a', 'b']],
  ['a list with a comma inside', ['a,b', 'c'], ['a', 'b', 'c']],
  ['an empty list', [], ['']],
  ['a list with a semicolon', ['a;b'], dropped],
  ['an object', { x: 1 }, ['x: 1']],
];

describe('a parameter', () => {
  let chart: PackedChart;

  before(async () => {
    chart = await provideChart(
      await packChart({
        name: 'edk-contract-parameter-chart',
        values: "global: { expected: '', preset: chart, unset: '' }\n",
        templates: {
          // It is rendered only when the chart sees what the case says: nothing else shows it from outside.
          'map.yaml': `{{ if .Values.global.expected }}
{{- $seen := toJson (dict "value" (get .Values.global (default "value" .Values.global.key))) }}
{{- if ne (sha256sum $seen) .Values.global.expected }}{{ fail (print "seen: " $seen) }}{{ end }}
{{- end }}
apiVersion: v1
kind: ConfigMap
metadata: { name: '{{ .Release.Name }}', namespace: '{{ .Values.global.services_namespace }}' }
`,
        },
      }),
    );
  });

  /** Whether the chart sees that value under `global.<key>`. */
  async function sees(key: string, seen: unknown, parameters: Record<string, unknown>, sets?: Record<string, string>) {
    const expected = createHash('sha256')
      .update(goJson(seen === dropped ? { value: '' } : { value: seen }))
      .digest('hex');
    const extension_params = { ...parameters, key, expected };
    const answer = await install(chart, { extension_params, ...(sets === undefined ? {} : { sets }) });
    assert.deepEqual([answer.status, answer.text], [200, `Successfully installed: ${chart.name}`]);
    await remove(chart.name);
  }

  for (const [title, sent, seen] of transports) {
    const fate =
      seen === dropped
        ? 'is dropped without a word'
        : seen === sent
          ? 'arrives as it is'
          : `arrives as ${JSON.stringify(seen)}`;
    it(`with ${title} ${fate}`, () => sees('value', seen, { value: sent }));
  }

  it('with numbers in a list fails', async () => {
    const { status, text } = await install(chart, { extension_params: { value: [1, 2] } });
    assert.equal(status, 500);
    assert.match(text, /expected str instance, int found/);
  });

  it('with a semicolon in its name is dropped', () => sees('a;b', dropped, { 'a;b': 'x' }));

  it('with a dot in its name is an object for the chart', () => sees('outer', { inner: 'x' }, { 'outer.inner': 'x' }));

  it('wins over what the platform sets itself', () =>
    sees('registry_url', 'registry.example.org', { registry_url: 'registry.example.org' }));

  it('loses against what the chart sets itself', () => sees('preset', 'chart', { preset: 'mine' }));

  it('wins over an empty text of the chart', () => sees('unset', 'mine', { unset: 'mine' }));

  it('given as a whole key keeps its semicolons and loses its blanks', () =>
    sees('whole', 'a;b', {}, { 'global.whole': 'a; b' }));
});

/** As Go writes JSON: & < > are escaped. */
function goJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('&', '\\u0026').replaceAll('<', '\\u003c').replaceAll('>', '\\u003e');
}
