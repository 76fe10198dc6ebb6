import assert from 'node:assert/strict';
import {
  answersToRemember,
  formSteps,
  initialAnswers,
  acceptedAnswers,
} from '../../../../src/extension/forms/formSteps.ts';
import { readForm } from '../../../../src/shared/parameters/readForm.ts';

const entries = readForm({
  about: { type: 'doc', title: 'About', html: `<p>${'word '.repeat(60)}</p>` },
  name: { type: 'string', default: '-' },
  files: { type: 'doc', title: 'Files' },
  cores: { type: 'string', default: 2 },
  gpu: { type: 'bool', default: false },
  service: { type: 'list_single', value: ['a', 'b'], default: 'a' },
  tasks: { type: 'list_multi', value: ['a', 'b'], default: ['a'] },
  password: { type: 'string', default: '' },
});
const inputs = entries.filter((entry) => entry.kind === 'input');
const defaults = { name: '-', cores: '2', gpu: false, service: 'a', tasks: ['a'], password: '' };

describe('formSteps', () => {
  it('makes a step of every explanation and input, below its heading', () => {
    const steps = formSteps(entries).map((step) =>
      step.kind === 'text' ? step.title : `${step.heading}/${step.entry.key}`,
    );
    assert.deepEqual(steps, [
      'About',
      '/name',
      'Files/cores',
      'Files/gpu',
      'Files/service',
      'Files/tasks',
      'Files/password',
    ]);
  });

  it('breaks long explanations into lines', () => {
    const [first] = formSteps(entries);
    assert.ok(first?.kind === 'text' && first.lines.length > 1 && first.lines.every((line) => line.length <= 90));
    assert.equal(first.lines.join(' ').split(' ').length, 60);
  });
});

describe('initialAnswers', () => {
  it('begins with the defaults', () => assert.deepEqual(initialAnswers(inputs, {}), defaults));

  it('takes what was given the last time', () => {
    const remembered = { name: 'mine', cores: 4, gpu: true, service: 'b', tasks: ['b'] };
    assert.deepEqual(initialAnswers(inputs, remembered), { ...defaults, ...remembered });
  });

  it('does not take what no longer fits, and never a secret', () => {
    const remembered = { name: 'a;b', cores: 'many', gpu: 'yes', service: 'gone', tasks: ['gone'], password: 'x' };
    assert.deepEqual(initialAnswers(inputs, remembered), defaults);
  });
});

describe('answersToRemember', () => {
  it('leaves out secrets', () => {
    const kept = answersToRemember(inputs, { ...defaults, password: 'secret' });
    assert.deepEqual({ ...kept, password: '' }, defaults);
    assert.ok(!('password' in kept));
  });
});

const asked = readForm({
  name: { type: 'string', default: '-' },
  cores: { type: 'string', default: 2 },
  tasks: { type: 'list_multi', value: ['a', 'b'], default: ['a'] },
}).filter((entry) => entry.kind === 'input');

describe('acceptedAnswers', () => {
  it('takes what was asked for, each as its own type, and nothing else', () => {
    const sent = { name: 'x', cores: '4', tasks: ['b'], registry_url: 'elsewhere' };
    assert.deepEqual(acceptedAnswers(asked, sent), { name: 'x', cores: 4, tasks: ['b'] });
  });

  it('fills in what the page left out', () => {
    assert.deepEqual(acceptedAnswers(asked, {}), { name: '-', cores: 2, tasks: ['a'] });
  });

  for (const sent of [{ name: 'a;b' }, { name: '' }, { tasks: ['c'] }, { cores: 'many' }]) {
    it(`refuses ${JSON.stringify(sent)}`, () => assert.equal(acceptedAnswers(asked, sent), undefined));
  }
});
