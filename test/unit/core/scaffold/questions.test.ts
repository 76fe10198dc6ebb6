import assert from 'node:assert/strict';
import { EdkError } from '../../../../src/core/errors/edkError.ts';
import { completeAnswers, openQuestions } from '../../../../src/core/scaffold/questions.ts';
import { parseManifest } from '../../../../src/core/scaffold/templateManifest.ts';
import { fixtureFiles } from './fixtureTemplate.ts';

const manifest = parseManifest('template.yaml', String(fixtureFiles['template.yaml']));

describe('openQuestions', () => {
  it('gives what was not answered, with the default that fits the name', () => {
    const open = openQuestions(manifest, { name: 'lung-texture', hardware: 'gpu' });
    assert.deepEqual(
      open.map((question) => [question.id, question.default]),
      [
        ['title', 'Lung Texture'],
        ['description', 'Makes samples of images.'],
        ['maturity', 'stable'],
      ],
    );
  });

  it('says why an answer is none', () => {
    const byId = new Map(openQuestions(manifest, {}).map((question) => [question.id, question]));
    const table = [
      ['name', 'My Name', /spaces.*Try "my-name"/],
      ['name', 'lung', undefined],
      ['title', '  ', /empty/],
      ['title', 'a\nb', /more than one line/],
      ['title', 'a\u0000b', /invisible characters/],
      ['title', 'a\u202eb', /invisible characters/],
      ['title', 'x'.repeat(81), /81 characters; at most 80/],
      ['title', `"Grüner's": {50 %} $HOME #1 \\`, undefined],
      ['hardware', 'tpu', /Choose one of: cpu, gpu/],
      ['hardware', 'gpu', undefined],
    ] as const;
    for (const [id, text, reason] of table) {
      const told = byId.get(id)?.validate(text);
      if (reason === undefined) assert.equal(told, undefined);
      else assert.match(told ?? '', reason);
    }
  });
});

describe('completeAnswers', () => {
  it('takes the template as it is when only its own name is given', () => {
    assert.deepEqual(completeAnswers(manifest, { name: 'sample-maker' }), {
      name: 'sample-maker',
      title: 'The Sample Maker',
      description: 'Makes samples of images.',
      maturity: 'stable',
      hardware: 'cpu',
    });
  });

  it('trims texts', () => {
    assert.equal(completeAnswers(manifest, { name: 'lung', title: ' Lung ' })['title'], 'Lung');
  });

  for (const [answers, code, message] of [
    [{}, 'usage', /"name" is missing/],
    [{ name: 'A' }, 'name.invalid', /upper-case/],
    [{ name: 'a', title: '' }, 'usage', /cannot be the title. It is empty/],
    [{ name: 'a', hardware: 'tpu' }, 'usage', /Choose one of/],
    [{ name: 'a', colour: 'red' }, 'usage', /no question "colour".*name, title/],
  ] as const) {
    it(`refuses ${JSON.stringify(answers)}`, () => {
      assert.throws(
        () => completeAnswers(manifest, answers),
        (error) => error instanceof EdkError && error.code === code && message.test(error.message),
      );
    });
  }
});
