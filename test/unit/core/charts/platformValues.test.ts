import assert from 'node:assert/strict';
import { platformValues } from '../../../../src/core/charts/platformValues.ts';
import type { Chart } from '../../../../src/core/project/chart.ts';

const facts = {
  buildVersion: '0.6.0',
  platformRegistry: 'reg/kaapana',
  namespaces: { admin: 'admin', services: 'services' },
};

function valuesOf(values: Record<string, unknown>, keywords: string[] = []) {
  const chart: Chart = {
    folder: '/c',
    name: 'c',
    version: '0.0.0',
    apiVersion: 'v2',
    keywords,
    title: 'c',
    dependencies: [],
    values,
  };
  return platformValues(chart, facts).global;
}

describe('platformValues', () => {
  it('has what every platform adds', () => {
    const { registry_url, kaapana_build_version, services_namespace, helm_namespace, pull_policy_images } = valuesOf(
      {},
    );
    assert.deepEqual(
      [registry_url, kaapana_build_version, services_namespace, helm_namespace, pull_policy_images],
      ['reg/kaapana', '0.6.0', 'services', 'admin', 'IfNotPresent'],
    );
  });

  it('adds the defaults of parameters as the client sends them; own values win', () => {
    const values = valuesOf({
      global: { mine: 'own', empty: '' },
      extension_params: {
        text: { type: 'string', default: 'a' },
        many: { type: 'list_multi', default: ['a', 'b'] },
        flag: { type: 'bool', default: false },
        none: { type: 'string' },
        mine: { type: 'string', default: 'theirs' },
        empty: { type: 'string', default: 'theirs' },
        note: { type: 'doc', title: 'x' },
        heading: { type: 'group_name', default: 'x' },
      },
    });
    const { text, many, flag, none, mine, empty, note, heading } = values;
    assert.deepEqual(
      [text, many, flag, none, mine, empty, note, heading],
      ['a', 'a,b', false, '', undefined, 'theirs', undefined, undefined],
    );
  });

  it('adds what an operator sets for charts that it launches', () => {
    const { namespace, display_name, dynamicVolumes, registry_url } = valuesOf({}, ['kaapanaint']);
    assert.deepEqual([namespace, display_name, registry_url], ['services', '-', 'reg/kaapana']);
    assert.ok(Array.isArray(dynamicVolumes) && dynamicVolumes.length === 1);
    assert.equal('namespace' in valuesOf({}), false);
  });

  it('adds a project for charts that are launched', () => {
    assert.equal('project_id' in valuesOf({}), false);
    assert.equal('project_id' in valuesOf({}, ['kaapanamultiinstallable']), true);
  });

  it('takes any shape of values', () => {
    for (const extension_params of [null, 1, 'x', [1], { a: null }, { a: [1] }])
      assert.ok(valuesOf({ extension_params, global: 1 }));
  });
});
