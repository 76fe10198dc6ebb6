import assert from 'node:assert/strict';
import { checkAnswer } from '../../../../src/shared/parameters/checkForm.ts';
import type { InputEntry, ListedParameter, ParameterValue } from '../../../../src/shared/parameters/parameter.ts';
import { sayProblem } from '../../../../src/shared/parameters/problem.ts';
import { readAnswer, readForm } from '../../../../src/shared/parameters/readForm.ts';

const text: ListedParameter = { type: 'string' };
const number: ListedParameter = { type: 'string', default: 5 };
const flag: ListedParameter = { type: 'boolean', default: false };
const one: ListedParameter = { type: 'list_single', value: ['a', 'b'] };
const many: ListedParameter = { type: 'list_multi', value: ['a', 'b'] };
const optional = { required: false };

describe('readAnswer and checkAnswer', () => {
  const good: readonly (readonly [ListedParameter, typed: ParameterValue, value: ParameterValue])[] = [
    [text, 'plain', 'plain'],
    [text, '007', '007'],
    [{ ...text, ...optional }, '', ''],
    [number, '12', 12],
    [number, '-1.5', -1.5],
    [number, '007', '007'],
    [flag, 'true', true],
    [flag, 'no', false],
    [flag, false, false],
    [one, 'b', 'b'],
    [many, 'a,b', ['a', 'b']],
    [many, ['b'], ['b']],
    [{ ...many, ...optional }, '', []],
  ];
  for (const [parameter, typed, value] of good) {
    it(`reads ${JSON.stringify(typed)} for ${parameter.type ?? ''} as ${JSON.stringify(value)}`, () => {
      const entry = inputOf(parameter);
      assert.deepEqual(readAnswer(entry, typed), value);
      assert.equal(checkAnswer(entry, value), undefined);
    });
  }

  const bad: readonly (readonly [ListedParameter, typed: ParameterValue, says: RegExp, key?: string])[] = [
    [text, '', /required/],
    [many, '', /required/],
    [text, 'a;b', /drops .* ;/],
    [text, 'two words', /spaces/],
    [{ ...text, ...optional }, 'p&ss', /drops .* &/],
    [number, 'many', /Enter a number/],
    [flag, 'perhaps', /true or false/],
    [one, 'c', /"c" is not one of: a, b/],
    [many, ['a', 'c'], /"c" is not one of: a, b/],
    [text, 'x'.repeat(21), /longer than 20/, 'display_name'],
  ];
  for (const [parameter, typed, says, key] of bad) {
    it(`refuses ${JSON.stringify(typed)} for ${parameter.type ?? ''}`, () => {
      const entry = inputOf(parameter, key);
      const found = checkAnswer(entry, readAnswer(entry, typed));
      assert.match(found === undefined ? '' : sayProblem(found), says);
    });
  }
});

function inputOf(parameter: ListedParameter, key = 'key'): InputEntry {
  const [entry] = readForm({ [key]: parameter });
  return entry?.kind === 'input' ? entry : assert.fail('It is no input.');
}
