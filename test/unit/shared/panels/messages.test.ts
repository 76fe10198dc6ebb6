import assert from 'node:assert/strict';
import { readFromDetails, readToDetails, type ToDetails } from '../../../../src/shared/panels/detailsMessages.ts';
import { readFromForm, readToForm, type ToForm } from '../../../../src/shared/panels/formMessages.ts';
import { problemTexts } from '../../../../src/shared/parameters/problem.ts';
import { readForm } from '../../../../src/shared/parameters/readForm.ts';

const entries = readForm({
  about: { type: 'doc', title: 'About', html: '<p>Text</p>' },
  group: { type: 'group_name', default: 'Group' },
  name: { type: 'string', default: '-' },
  flag: { type: 'bool' },
  one: { type: 'list_single', value: ['a'] },
  many: { type: 'list_multi', value: ['a'] },
  odd: { type: 'colour' },
});
const texts = {
  ...{ cancel: '', defaults: '', correct: '', required: '', chooseNothing: '', notRemembered: '' },
  ...{ unknownType: '', separateByComma: '', problems: problemTexts },
};
const show: ToForm = {
  type: 'show',
  form: { title: 'Install', accept: 'Install', entries, answers: { name: 'a', many: ['a'], flag: true }, texts },
};

/** As it arrives on the other side. */
const sent = (message: unknown): unknown => JSON.parse(JSON.stringify(message));

describe('messages of the form', () => {
  it('carry every kind of entry to the page', () => assert.deepEqual(readToForm(sent(show)), sent(show)));

  it('carry what the page says', () => {
    for (const message of [{ type: 'ready' }, { type: 'cancel' }, { type: 'submit', answers: { a: ['x'], b: 1 } }]) {
      assert.deepEqual(readFromForm(message), message);
    }
  });

  for (const [title, message] of [
    ['nothing', undefined],
    ['another type', { type: 'run', command: 'x' }],
    ['answers of a shape that no parameter has', { type: 'submit', answers: { a: { toString: 1 } } }],
    ['answers that are a list', { type: 'submit', answers: [] }],
  ] as const) {
    it(`refuse ${title} from the page`, () => assert.equal(readFromForm(message), undefined));
  }

  it('refuse an entry of no known kind', () => {
    const odd = { ...show, form: { ...show.form, entries: [{ kind: 'script', text: 'x' }] } };
    assert.equal(readToForm(odd), undefined);
  });

  it('refuse a form without one of its texts', () => {
    const problems = Object.fromEntries(Object.entries(problemTexts).filter(([id]) => id !== 'empty'));
    assert.equal(readToForm(sent({ ...show, form: { ...show.form, texts: { ...texts, problems } } })), undefined);
  });
});

describe('messages of the details', () => {
  it('carry an explanation', () => {
    const message: ToDetails = { type: 'explain', text: 'Gone.' };
    assert.deepEqual(readToDetails(message), message);
  });

  for (const message of [
    { type: 'ready' },
    { type: 'run', action: 'kaapanaEdk.install' },
    { type: 'run', action: 'kaapanaEdk.deleteRelease', release: 'a-1' },
    { type: 'open', release: 'a-1', link: '/a' },
    { type: 'showJob', job: '1' },
  ]) {
    it(`carry ${JSON.stringify(message)}`, () => assert.deepEqual(readFromDetails(message), message));
  }

  for (const message of [null, 'run', { type: 'run' }, { type: 'open', release: 'a' }, { type: 'eval', code: '1' }]) {
    it(`refuse ${JSON.stringify(message)}`, () => assert.equal(readFromDetails(message), undefined));
  }
});
