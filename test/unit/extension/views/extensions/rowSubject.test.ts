import assert from 'node:assert/strict';
import { watchClicks } from '../../../../../src/extension/views/extensions/rowSubject.ts';
import { makeExtension } from '../../../../support/catalogueFixtures.ts';

const rowOf = (chart: string) => ({
  subject: { kind: 'extension', extension: makeExtension({ chart }), release: undefined },
});

describe('watchClicks', () => {
  for (const [title, clicks, expected] of [
    [
      'two clicks on a row',
      [
        ['a', 0],
        ['a', 200],
      ],
      [false, true],
    ],
    [
      'two slow clicks',
      [
        ['a', 0],
        ['a', 600],
      ],
      [false, false],
    ],
    [
      'clicks on different rows',
      [
        ['a', 0],
        ['b', 100],
        ['a', 200],
      ],
      [false, false, false],
    ],
    [
      'three clicks, which open once',
      [
        ['a', 0],
        ['a', 100],
        ['a', 200],
      ],
      [false, true, false],
    ],
  ] as const) {
    it(`understands ${title}`, () => {
      let now = 0;
      const isSecond = watchClicks(() => now);
      const seen = clicks.map(([chart, at]) => {
        now = at;
        return isSecond(rowOf(chart));
      });
      assert.deepEqual(seen, expected);
    });
  }
});
