import assert from 'node:assert/strict';
import { releaseValues, transportedParameters } from '../../../../src/sandbox/helm/releaseValues.ts';
import { escapeHtml } from '../../../../src/sandbox/http/readBody.ts';

describe('transportedParameters', () => {
  const cases: [unknown, unknown][] = [
    ['plain', 'plain'],
    ['a,b,c', 'a,b,c'],
    ['{x}', '{x}'],
    ['$HOME $(id) `id`', '$HOME$(id)`id`'],
    ['with two  spaces', 'withtwospaces'],
    ['back\\slash', 'backslash'],
    ['a\tb\nc', 'a\tb\nc'],
    ['true', 'true'],
    ['007', '007'],
    ['', ''],
    [true, true],
    [12345678901234, 12345678901234],
    [1.5, '1.5'],
    [null, 'None'],
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
    [
      ['a,b', 'c'],
      ['a', 'b', 'c'],
    ],
    [
      ['a b', 'c'],
      ['a b', 'c'],
    ],
    [[], ['']],
    [{ x: 1 }, ['x: 1']],
    ['semi;colon', undefined],
    [['a;b', 'c'], undefined],
    [escapeHtml('R&D'), undefined],
    [escapeHtml('say "hi"'), undefined],
    [escapeHtml("it's"), undefined],
  ];
  for (const [sent, seen] of cases) {
    it(`lets ${JSON.stringify(sent)} arrive as ${seen === undefined ? 'nothing' : JSON.stringify(seen)}`, () => {
      assert.deepEqual(transportedParameters({ p: sent }), seen === undefined ? {} : { p: seen });
    });
  }

  it('nests keys with dots and drops keys with a semicolon', () => {
    assert.deepEqual(transportedParameters({ 'a.b': 'v', 'a.c': 'w', 'k;l': 'x' }), { a: { b: 'v', c: 'w' } });
  });

  it('changes no prototype', () => {
    transportedParameters({ '__proto__.polluted': 'x' });
    assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false);
  });
});

describe('releaseValues', () => {
  it('lets parameters win over the platform, and what the chart sets over both', () => {
    const values = releaseValues({
      platform: { registry_url: 'localhost:32000', action: '', site: 'p' },
      parameters: { registry_url: 'evil.example', site: 'u', list: ['u'] },
      chart: { site: 'c', action: 'copy', list: ['c'], registry_url: '', flag: true },
    });
    assert.deepEqual(values.global, { registry_url: 'evil.example', action: 'copy', site: 'c', list: ['c'] });
  });
});
