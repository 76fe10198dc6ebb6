import assert from 'node:assert/strict';
import { parseQuantity } from '../../../../src/sandbox/manifest/containerSchema.ts';

describe('parseQuantity', () => {
  const quantities: [string | number, number | undefined][] = [
    ['500m', 0.5],
    ['64Mi', 67_108_864],
    ['1Gi', 1_073_741_824],
    ['1.5', 1.5],
    [2, 2],
    ['.5k', 500],
    ['2e9', 2e9],
    ['1E', 1e18],
    ['1MB', undefined],
    ['-1', undefined],
    ['', undefined],
    ['much', undefined],
  ];
  for (const [quantity, value] of quantities) {
    it(`reads "${quantity}"`, () => assert.equal(parseQuantity(quantity), value));
  }
});
