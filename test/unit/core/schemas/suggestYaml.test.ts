import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jsonSchemas } from '../../../../src/core/schemas/jsonSchemas.ts';
import { jsonSchema, suggestYaml } from '../../../../src/core/schemas/suggestYaml.ts';

const schemas = jsonSchemas();

/** What is suggested at the mark `|`. */
function suggest(file: 'values' | 'chart' | 'requirements' | 'edk', marked: string): readonly string[] {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const before = text.slice(0, offset).split('\n');
  const at = { line: before.length - 1, column: before.at(-1)?.length ?? 0 };
  return suggestYaml(jsonSchema.parse(schemas[`${file}.schema.json`]), text, at).suggestions.map((one) => one.text);
}

describe('suggestYaml', () => {
  it('offers the keys of the top that are not there yet', () => {
    assert.deepEqual(suggest('values', '|'), ['global:', 'extension_params:']);
    assert.deepEqual(suggest('values', 'global:\n  image: a\ne|'), ['extension_params:']);
  });

  it('offers keys of a map and values of a key', () => {
    assert.ok(suggest('values', 'global:\n  image: dag-a\n  |').includes('pull_policy_images: '));
    assert.ok(!suggest('values', 'global:\n  image: dag-a\n  |').includes('image: '));
    assert.deepEqual(suggest('values', 'global:\n  image: dag-a\n  action: |'), ['copy', 'remove', 'prefetch']);
  });

  it('offers the types of a parameter whatever its name is', () => {
    const types = suggest('values', 'extension_params:\n  threshold:\n    type: |');
    assert.deepEqual(types, ['string', 'bool', 'boolean', 'list_single', 'list_multi', 'doc', 'group_name']);
  });

  it('offers the keys that fit to the type', () => {
    const keys = suggest(
      'values',
      'extension_params:\n  a:\n    definition: b\n  intro:\n    type: doc\n    |\n  c:\n    type: string',
    );
    assert.deepEqual(keys, ['title: ', 'html: ']);
    assert.ok(suggest('values', 'extension_params:\n  a:\n    type: list_multi\n    |').includes('value:'));
  });

  for (const [title, text] of [
    ['indented', 'name: a\nkeywords:\n  - kaapanaworkflow\n  - |'],
    ['at the column of the key', 'name: a\nkeywords:\n- |'],
  ] as const) {
    it(`offers keywords in a list ${title}`, () => assert.ok(suggest('chart', text).includes('gpurequired')));
  }

  it('offers the keys of a list of maps, in the first and in later lines of an item', () => {
    assert.ok(suggest('requirements', 'dependencies:\n  - |').includes('name: '));
    assert.deepEqual(suggest('requirements', 'dependencies:\n  - name: a\n    version: 0.0.0\n    re|'), [
      'repository: ',
      'condition: ',
      'alias: ',
      'tags:',
    ]);
    assert.ok(suggest('requirements', 'dependencies:\n- name: a\n- |').includes('name: '));
  });

  it('offers nothing in comments and where it knows nothing', () => {
    assert.deepEqual(suggest('values', 'global:\n  # |'), []);
    assert.deepEqual(suggest('values', 'other:\n  more:\n    |'), []);
    assert.deepEqual(suggest('edk', 'rootImage: |'), []);
  });

  it('says what a suggestion means', () => {
    const { suggestions } = suggestYaml(jsonSchema.parse(schemas['chart.schema.json']), 'keywords:\n  - ', {
      line: 1,
      column: 4,
    });
    assert.match(suggestions.find(({ label }) => label === 'gpurequired')?.description ?? '', /GPU/);
  });

  it('takes any text at any place', () => {
    const line = fc.constantFrom(
      'global:',
      '  image: a',
      '- ',
      '  - a: b',
      '# x',
      '',
      '\t',
      '"a: b',
      'extension_params:',
      '    type: doc',
      ': :',
    );
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 12 }), fc.nat(11), fc.nat(20), (lines, row, column) => {
        const at = { line: row % lines.length, column };
        suggestYaml(jsonSchema.parse(schemas['values.schema.json']), lines.join('\n'), at);
      }),
    );
  });
});
