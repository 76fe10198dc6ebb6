import assert from 'node:assert/strict';
import { checkParameters, encodeParameter } from '../../../../src/shared/parameters/checkParameters.ts';
import type { ParameterValue } from '../../../../src/shared/parameters/parameter.ts';
import { sayProblem } from '../../../../src/shared/parameters/problem.ts';

describe('checkParameters', () => {
  for (const value of [
    ...[
      '',
      'plain',
      'a,b',
      '{x}',
      'a=b',
      '$HOME',
      '$(id)',
      '`id`',
      '100%',
      'Größe',
      '--flag',
      'http://a/b?c#d',
      '007',
      '1.5',
    ],
    ...['tab\there', 'line\nline'],
    ...[true, false, 0, -3, 1.5],
    ...[[], ['a', 'b']],
  ] satisfies ParameterValue[]) {
    it(`lets ${JSON.stringify(value)} pass`, () => assert.deepEqual(checkParameters({ key: value }), []));
  }

  for (const [value, reason] of [
    ['a&b', /drops .* &/],
    ['<b>', /drops .* </],
    ['a>b', /drops .* >/],
    ['"a"', /drops .* "/],
    ["it's", /drops .* '/],
    ['a;b', /drops .* ;/],
    ['two words', /spaces/],
    ['C:\\data', /backslashes/],
    [Number.NaN, /Enter a number/],
    [['a', 'b;c'], /drops .* ;/],
    [['a,b', 'c'], /comma/],
  ] as const) {
    it(`says what becomes of ${JSON.stringify(value)}`, () => {
      const [found, ...others] = checkParameters({ fine: 'x', key: value });
      assert.equal(found?.key, 'key');
      assert.match(sayProblem(found.problem), reason);
      assert.deepEqual(others, []);
    });
  }

  for (const key of ['', 'a;b', 'a b', '-x', 'a=b', 'a"']) {
    it(`refuses the name ${JSON.stringify(key)}`, () => assert.equal(checkParameters({ [key]: 'x' }).length, 1));
  }

  it('refuses what is too long for one command line', () => {
    const [found] = checkParameters({ text: 'x'.repeat(200_000) });
    assert.ok(found !== undefined);
    assert.match(sayProblem(found.problem), /100 KiB/);
  });
});

describe('encodeParameter', () => {
  it('joins lists with commas and leaves the rest', () => {
    assert.deepEqual([['a', 'b'], [], 'x', true, 3].map(encodeParameter), ['a,b', '', 'x', true, 3]);
  });
});
