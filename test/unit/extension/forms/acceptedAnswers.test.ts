import assert from 'node:assert/strict';
import { acceptedAnswers } from '../../../../src/extension/forms/acceptedAnswers.ts';
import { readForm } from '../../../../src/shared/parameters/readForm.ts';

const inputs = readForm({
  name: { type: 'string', default: '-' },
  cores: { type: 'string', default: 2 },
  tasks: { type: 'list_multi', value: ['a', 'b'], default: ['a'] },
}).filter((entry) => entry.kind === 'input');

describe('acceptedAnswers', () => {
  it('takes what was asked for, each as its own type, and nothing else', () => {
    const sent = { name: 'x', cores: '4', tasks: ['b'], registry_url: 'elsewhere' };
    assert.deepEqual(acceptedAnswers(inputs, sent), { name: 'x', cores: 4, tasks: ['b'] });
  });

  it('fills in what the page left out', () => {
    assert.deepEqual(acceptedAnswers(inputs, {}), { name: '-', cores: 2, tasks: ['a'] });
  });

  for (const sent of [{ name: 'a;b' }, { name: '' }, { tasks: ['c'] }, { cores: 'many' }]) {
    it(`refuses ${JSON.stringify(sent)}`, () => assert.equal(acceptedAnswers(inputs, sent), undefined));
  }
});
