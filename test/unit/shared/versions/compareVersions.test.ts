import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compareVersions } from '../../../../src/shared/versions/compareVersions.ts';

describe('compareVersions', () => {
  const ascending: [string, string][] = [
    ['0.5.2', '0.6.0'],
    ['0.9', '0.10'],
    ['1.0', '1.0.1'],
    ['0.6.0', '0.6.0.post1'],
    ['1.0a', '1.0b'],
  ];
  for (const [older, newer] of ascending) {
    it(`puts ${newer} after ${older}`, () => {
      assert.ok(compareVersions(older, newer) < 0);
      assert.ok(compareVersions(newer, older) > 0);
    });
  }

  it('is an order', () => {
    const version = fc.stringMatching(/^[0-9a-c]{1,2}(\.[0-9a-c]{1,2}){0,2}$/);
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        assert.equal(Math.sign(compareVersions(a, b)), -Math.sign(compareVersions(b, a)) + 0);
        if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0) assert.ok(compareVersions(a, c) <= 0);
      }),
    );
  });
});
