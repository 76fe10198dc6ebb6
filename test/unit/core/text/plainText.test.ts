import assert from 'node:assert/strict';
import {
  plainData,
  plainLine,
  plainLogLines,
  plainText,
  withoutCredentials,
} from '../../../../src/core/text/plainText.ts';
import { attacks, harmful } from '../../../support/textAttacks.ts';

describe('text from outside', () => {
  for (const [title, attack] of Object.entries(attacks)) {
    it(`loses ${title}, and keeps its words`, () => {
      assert.doesNotMatch(plainText(attack), harmful);
      assert.match(plainText(attack), /^before[^]*after$/u);
      assert.doesNotMatch(plainLine(attack), /\n/u);
    });
  }

  it('keeps lines, tabs and every language', () => {
    const text = 'a\tb\nLeber-Läsion 肝臓 كبد कलेजा 👩‍⚕️';
    assert.equal(plainText(text), text);
    assert.equal(plainText('a\r\nb'), 'a\nb');
  });

  it('never shows a part of a line in place of the whole', () => {
    assert.equal(plainText('failed\rdone'), 'failed\ndone');
  });

  it('cannot be made to write what it took away', () => {
    const nested = `${'\u001b'.repeat(3)}[\u001b[31m31m\u009b\u001b]0;x\u0007`;
    assert.doesNotMatch(plainText(nested), harmful);
    assert.equal(plainText(plainText(nested)), plainText(nested));
  });

  it('is cleaned wherever it stands in data', () => {
    const { osc } = { osc: attacks['the clipboard (OSC 52)'] ?? '' };
    const cleaned = JSON.stringify(plainData({ [`key${osc}`]: [{ deep: osc }, 1, null, true, undefined] }));
    assert.doesNotMatch(cleaned, /\\u00|52;c/u);
  });

  it('is read in lines as a program prints them, progress by its last state', () => {
    assert.deepEqual(plainLogLines('10 %\r20 %\r30 %\r\nnext\n'), ['30 %', 'next', '']);
    assert.deepEqual(plainLogLines('one'), ['one']);
  });
});

describe('withoutCredentials', () => {
  const shown: readonly (readonly [address: string, shown: string])[] = [
    ['https://ada:secret@git.example.org/kaapana.git', 'https://git.example.org/kaapana.git'],
    ['https://token@git.example.org:8443/a@b', 'https://git.example.org:8443/a@b'],
    ['https://git.example.org/kaapana.git', 'https://git.example.org/kaapana.git'],
    ['git@git.example.org:kaapana.git', 'git@git.example.org:kaapana.git'],
    ['file:///srv/kaapana@2', 'file:///srv/kaapana@2'],
  ];
  for (const [address, expected] of shown) {
    it(address, () => assert.equal(withoutCredentials(address), expected));
  }
});
