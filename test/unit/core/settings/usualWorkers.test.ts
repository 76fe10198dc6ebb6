import assert from 'node:assert/strict';
import { usualWorkers } from '../../../../src/core/settings/usualWorkers.ts';

const gib = 1024 ** 3;

describe('usualWorkers', () => {
  const machines: readonly (readonly [title: string, cores: number, memory: number, workers: number])[] = [
    ['one core: one is built while the other is pushed', 1, 16 * gib, 2],
    ['two cores', 2, 24 * gib, 2],
    ['a usual laptop', 8, 16 * gib, 4],
    ['many cores and little memory', 32, 8 * gib, 2],
    ['memory for one', 8, 4 * gib, 1],
    ['less than that', 4, 2 * gib, 1],
    ['a large server', 64, 256 * gib, 4],
  ];
  for (const [title, cores, memory, workers] of machines) {
    it(`${title}: ${workers}`, () => assert.equal(usualWorkers(cores, memory), workers));
  }

  it('takes this machine where nothing is said', () => {
    assert.ok(usualWorkers() >= 1 && usualWorkers() <= 4);
  });
});
