import assert from 'node:assert/strict';
import fc from 'fast-check';
import { load } from 'js-yaml';
import { parse } from 'yaml';
import { rewriteYaml } from '../../../../src/core/scaffold/rewriteFile.ts';

const source = `# T T
plain: T T # T T
single: 'T T'
double: "T T"
flow: [T T, { x: T T }]
list:
  - T T
  - from T T on
T T: key
block: |
  T T
`;
const rename = (to: string) => rewriteYaml(source, { names: [], texts: [{ from: 'T T', to }] }) ?? '';
const expected = (to: string) => ({
  plain: to,
  single: to,
  double: to,
  flow: [to, { x: to }],
  list: [to, `from ${to} on`],
  [to]: 'key',
  block: `${to}\n`,
});

describe('rewriteYaml', () => {
  // What readers of YAML take for something else, or differ in.
  for (const text of [
    'yes',
    'n',
    'null',
    '12',
    '1:30',
    '2001-01-01',
    '<<',
    '=',
    '---',
    'a?b',
    'a: b',
    'a #b',
    '[a',
    "it's",
    '"a" b',
    'a\\nb',
    '@a',
    '肺',
  ]) {
    it(`writes ${text} as text`, () => {
      for (const version of ['1.1', '1.2'] as const) {
        assert.deepEqual(parse(rename(text), { version }), expected(text));
      }
      assert.deepEqual(load(rename(text)), expected(text));
    });
  }

  it('writes any text so that every reader finds it', () => {
    const sign = fc.constantFrom(...Array.from(`"'\\{}[]#:&*!|>%@\`,?-$ =~<^.0x1_eyn`));
    const text = fc.array(sign, { minLength: 2, maxLength: 8 }).map((signs) => signs.join('').trim());
    fc.assert(
      fc.property(
        text.filter((one) => one.length > 1),
        (one) => {
          assert.deepEqual(parse(rename(one), { version: '1.1' }), expected(one));
          assert.deepEqual(load(rename(one)), expected(one));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('leaves quotes where none are needed, and everything that has no such word', () => {
    assert.equal(rename('Lung (CT)'), source.replaceAll('T T', 'Lung (CT)'));
    assert.equal(rename('T T'), source);
  });

  it("gives up on Helm's templates", () => {
    assert.equal(rewriteYaml('{{ if .x }}\na: T T\n', { names: [], texts: [{ from: 'T T', to: 'x' }] }), undefined);
  });
});
