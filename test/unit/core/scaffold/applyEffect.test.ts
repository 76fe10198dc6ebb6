import assert from 'node:assert/strict';
import { EdkError } from '../../../../src/core/errors/edkError.ts';
import { applyEffect } from '../../../../src/core/scaffold/applyEffect.ts';
import type { Effect } from '../../../../src/core/scaffold/templateManifest.ts';

const when = { question: 'x', is: 'y' };
const file = 'Chart.yaml';
const list = { path: ['keywords'], item: 'b' };
const add: Effect = { when, file, addToList: list };
const remove: Effect = { when, file, removeFromList: list };

describe('applyEffect', () => {
  for (const [title, effect, text, expected] of [
    [
      'adds a line',
      add,
      'keywords: # k\n  - a # first\n\n# end\nx: [1]\n',
      'keywords: # k\n  - a # first\n  - b\n\n# end\nx: [1]\n',
    ],
    ['adds a line without indentation', add, 'keywords:\n- a\nx: 1\n', 'keywords:\n- a\n- b\nx: 1\n'],
    ['adds a line to a text without line end', add, 'keywords:\n- a', 'keywords:\n- a\n- b\n'],
    ['adds into brackets', add, 'keywords: [ a ] # k\n', 'keywords: [ a, b ] # k\n'],
    ['makes a list', add, 'x: 1 # x\n', 'x: 1 # x\nkeywords:\n  - b\n'],
    ['adds nothing twice', add, 'keywords: ["b",   a]\n', 'keywords: ["b",   a]\n'],
    ['removes a line', remove, 'keywords:\n  - "b" # gone\n  - a # stays\n', 'keywords:\n  - a # stays\n'],
    ['removes from brackets', remove, 'keywords: [ a, b ]\n', 'keywords: [ a ]\n'],
    ['removes the only one', remove, 'keywords:\n  - b\n', 'keywords: []\n'],
    ['removes nothing that is not there', remove, 'keywords:   [a]\n', 'keywords:   [a]\n'],
    [
      'replaces a text everywhere, dollars included',
      { when, file, replaceText: { from: 'a', to: '$&' } },
      'a b a',
      '$& b $&',
    ],
  ] as const) {
    it(title, () => assert.equal(applyEffect(text, effect), expected));
  }

  for (const [title, effect, text, message] of [
    ['what is no list', add, 'keywords: a\n', /"keywords" is no list/],
    ['what is no YAML', add, 'keywords: "a\n', /quote/i],
    ['a text that is not there', { when, file, replaceText: { from: 'a', to: 'b' } }, 'c', /"a" is not in the file/],
  ] as const) {
    it(`refuses ${title}`, () => {
      assert.throws(
        () => applyEffect(text, effect),
        (error) => error instanceof EdkError && error.code === 'template.invalid' && message.test(error.message),
      );
    });
  }
});
