import assert from 'node:assert/strict';
import { checkForm } from '../../../../src/shared/parameters/checkForm.ts';
import type { Answers, ListedParameter } from '../../../../src/shared/parameters/parameter.ts';
import { problem, problemTexts, sayProblem } from '../../../../src/shared/parameters/problem.ts';
import { readForm } from '../../../../src/shared/parameters/readForm.ts';

function problemsIn(
  parameters: Readonly<Record<string, ListedParameter>>,
  answers: Answers,
): (readonly [string, string])[] {
  const inputs = readForm(parameters).filter((entry) => entry.kind === 'input');
  return checkForm(inputs, answers).map(({ key, problem: { id } }) => [key, id] as const);
}

/** As the platform's own extension asks. */
const newRegistry = {
  custom_registry_name: { type: 'string' },
  custom_registry_scope: { type: 'list_single', value: ['project', 'service'] },
  custom_registry_url: { type: 'string' },
  credentials_custom_registry_username: { type: 'string' },
  credentials_custom_registry_password: { type: 'string' },
  test_pull_image: { type: 'string', required: false },
};
const registry = {
  custom_registry_name: 'my.reg-1',
  custom_registry_scope: 'project',
  custom_registry_url: 'https://registry.example.org:5000/kaapana',
  credentials_custom_registry_username: 'robot$kaapana',
  credentials_custom_registry_password: 'tok3n,with=signs',
  test_pull_image: 'alpine:3.20',
};

describe('checkForm', () => {
  it('accepts a registry as the platform wants it', () => assert.deepEqual(problemsIn(newRegistry, registry), []));

  for (const [key, value, id] of [
    ['custom_registry_name', 'my registry', 'badRegistryName'],
    ['custom_registry_name', 'a'.repeat(21), 'badRegistryName'],
    ['custom_registry_name', '', 'empty'],
    ['custom_registry_scope', 'everybody', 'notAChoice'],
    ['custom_registry_scope', '', 'empty'],
    ['custom_registry_url', 'registry.example.org', 'noProtocol'],
    ['credentials_custom_registry_password', 'p&ss', 'dropped'],
    ['test_pull_image', 'docker://alpine', 'protocolInImage'],
  ] as const) {
    it(`refuses ${JSON.stringify(value)} for ${key}`, () => {
      assert.deepEqual(problemsIn(newRegistry, { ...registry, [key]: value }), [[key, id]]);
    });
  }

  it('names the first problem of every input, in their order', () => {
    const parameters = { a: { type: 'string' }, b: { type: 'string' }, 'c;d': { type: 'string' } };
    assert.deepEqual(problemsIn(parameters, { a: '', b: 'x;y z', 'c;d': 'x' }), [
      ['a', 'empty'],
      ['b', 'dropped'],
      ['c;d', 'badKey'],
    ]);
  });

  it('lets a parameter of an unknown type stay empty', () => {
    assert.deepEqual(problemsIn({ odd: { type: 'colour' } }, { odd: '' }), []);
  });

  it('says when all together are too long', () => {
    const half = 'x'.repeat(60_000);
    assert.deepEqual(problemsIn({ a: { type: 'string' }, b: { type: 'string' } }, { a: half, b: half }), [
      ['', 'tooLongInAll'],
    ]);
  });
});

describe('sayProblem', () => {
  it('fills the slots, also of another language', () => {
    const found = problem('notAChoice', 'c', 'a, b');
    assert.equal(sayProblem(found), '"c" is not one of: a, b.');
    assert.equal(sayProblem(found, { ...problemTexts, notAChoice: '{1} ohne {0}' }), 'a, b ohne c');
  });

  it('does not take a slot for what stands in another', () => {
    assert.equal(sayProblem(problem('notAChoice', '{1}', 'a')), '"{1}" is not one of: a.');
  });
});
