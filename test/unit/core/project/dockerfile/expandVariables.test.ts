import assert from 'node:assert/strict';
import { expandVariables } from '../../../../../src/core/project/dockerfile/expandVariables.ts';

describe('expandVariables', () => {
  const values: Record<string, string> = { A: 'case-b', T: '1.2.3', E: '', P: 'a/b/c.tar.gz' };
  const cases: Record<string, string> = {
    plain: 'plain',
    'x/$A:$T': 'x/case-b:1.2.3',
    'x/${A}:latest': 'x/case-b:latest',
    '"x/$A:latest"': 'x/case-b:latest',
    "'x/$A'": 'x/$A',
    '"it\'s"': "it's",
    '\\$A': '$A',
    a$: 'a$',
    '$N.': '.',
    '${N:-d}${N-d}': 'dd',
    '${E:-d}${E-d}': 'd',
    '${A:+y}${A+y}${E:+n}${E+y}${N+n}': 'yyy',
    '${N:-${M:-deep}}': 'deep',
    '${N:-"$A"}': 'case-b',
    '${A:?must be set}': 'case-b',
    '${P#*/}': 'b/c.tar.gz',
    '${P##*/}': 'c.tar.gz',
    '${P%.*}': 'a/b/c.tar',
    '${P%%.*}': 'a/b/c',
    '${T%.${N:-3}}': '1.2',
    '${P/b/x}': 'a/x/c.tar.gz',
    '${T//./-}': '1-2-3',
    '${A/[/x}': 'case-b',
  };
  for (const [word, expected] of Object.entries(cases)) {
    it(`reads ${word} as ${expected}`, () => {
      assert.equal(
        expandVariables(word, (name) => values[name]),
        expected,
      );
    });
  }
});
