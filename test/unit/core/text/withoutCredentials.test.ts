import assert from 'node:assert/strict';
import { withoutCredentials } from '../../../../src/core/text/withoutCredentials.ts';

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
