import assert from 'node:assert/strict';
import { problemTexts } from '../../../src/shared/parameters/problem.ts';
import { readForm } from '../../../src/shared/parameters/readForm.ts';
import { readDraft, writeDraft } from '../../../webview/form/draft.ts';

const texts = {
  ...{ cancel: '', defaults: '', correct: '', required: '', chooseNothing: '', notRemembered: '' },
  ...{ unknownType: '', separateByComma: '', problems: problemTexts },
};
const form = {
  title: 'Install',
  accept: 'Install',
  entries: readForm({
    name: { type: 'string' },
    tasks: { type: 'list_multi', value: ['a', 'b'] },
    password: { type: 'string' },
  }),
  answers: {},
  texts,
};

describe('draft of a form', () => {
  it('brings back what was typed, without secrets', () => {
    const draft: unknown = JSON.parse(JSON.stringify(writeDraft(form, { name: 'x', tasks: ['a'], password: 'p' })));
    assert.doesNotMatch(JSON.stringify(draft), /"p"/);
    assert.deepEqual(readDraft(form, draft), { name: 'x', tasks: ['a'] });
  });

  it('is not that of another form', () => {
    assert.deepEqual(readDraft({ ...form, title: 'Launch' }, writeDraft(form, { name: 'x' })), {});
  });

  it('is left alone where it does not fit', () => {
    for (const draft of [
      undefined,
      3,
      { title: 'Install' },
      { title: 'Install', answers: { name: ['x'], tasks: 'a' } },
    ]) {
      assert.deepEqual(readDraft(form, draft), {});
    }
  });
});
