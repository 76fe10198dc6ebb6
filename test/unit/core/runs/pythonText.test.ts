import assert from 'node:assert/strict';
import { pythonLiteral, pythonText, type JsonValue } from '../../../../src/core/runs/contract/pythonText.ts';

/** What `repr(json.loads(...))` of Python 3.12 says. */
const literals: readonly (readonly [JsonValue, string])[] = [
  [null, 'None'],
  [true, 'True'],
  [0, '0'],
  [-0, '0'],
  [25, '25'],
  [0.1, '0.1'],
  [-2.5, '-2.5'],
  [0.0001, '0.0001'],
  [0.00001, '1e-05'],
  [1.5e-7, '1.5e-07'],
  [1e16, '10000000000000000'],
  [123456789.25, '123456789.25'],
  [1e21, '1e+21'],
  [1.25e300, '1.25e+300'],
  ['', "''"],
  ["it's", '"it\'s"'],
  ['"it\'s"', "'\"it\\'s\"'"],
  ['a\\b\n\t\r', "'a\\\\b\\n\\t\\r'"],
  ['\u0000\u007f\u00a0', "'\\x00\\x7f\\xa0'"],
  ['é\u2028\u{1f600}\u{e0001}', "'é\\u2028\u{1f600}\\U000e0001'"],
  [[], '[]'],
  [{}, '{}'],
  [[1, 'a', [true]], "[1, 'a', [True]]"],
  [{ k: 1, "it's": null }, "{'k': 1, \"it's\": None}"],
];

describe('pythonText', () => {
  for (const [value, literal] of literals) {
    it(`writes ${JSON.stringify(value)} as ${JSON.stringify(literal)}`, () => {
      assert.equal(pythonLiteral(value), literal);
      assert.equal(pythonText(value), typeof value === 'string' ? value : literal);
    });
  }
});
