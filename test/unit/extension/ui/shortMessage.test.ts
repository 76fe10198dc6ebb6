import assert from 'node:assert/strict';
import { shortMessage } from '../../../../src/extension/ui/shortMessage.ts';

const place = { file: '/work/liver/Dockerfile', line: 2 };

describe('shortMessage', () => {
  for (const [message, asName, without] of [
    ['/work/liver/Dockerfile:2: there is no "FRUM".', 'Dockerfile:2: there is no "FRUM".', 'There is no "FRUM".'],
    ['/work/liver/Dockerfile:2:7: wrong.\nVery.', 'Dockerfile:2:7: wrong.\nVery.', 'Wrong.\nVery.'],
    ['/work/liver/Dockerfile: is empty.', 'Dockerfile: is empty.', 'Is empty.'],
    [
      '/work/liver/Dockerfile has no label.',
      '/work/liver/Dockerfile has no label.',
      '/work/liver/Dockerfile has no label.',
    ],
    ['Docker does not answer.', 'Docker does not answer.', 'Docker does not answer.'],
  ] as const) {
    it(`shortens ${JSON.stringify(message)}`, () => {
      assert.equal(shortMessage({ message, place }, 'asName'), asName);
      assert.equal(shortMessage({ message, place }, 'without'), without);
      assert.equal(shortMessage({ message, place: undefined }, 'without'), message);
    });
  }
});
