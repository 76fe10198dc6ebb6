import assert from 'node:assert/strict';
import { planPrune } from '../../../../../src/core/useCases/registry/pruneRegistry.ts';
import { sizeOnDisk, type StoredImage } from '../../../../../src/core/useCases/registry/registryContent.ts';

/** An image of `extract`, of an age in days, with a layer of its own and one that all share. */
function image(age: number, tags: readonly string[], repository = 'extract'): StoredImage {
  return {
    repository,
    digest: `sha256:${repository}${age}`,
    tags,
    blobs: [
      { digest: 'shared', size: 1000 },
      { digest: `${repository}${age}`, size: 10 },
    ],
    created: new Date(Date.UTC(2026, 0, 100 - age)),
  };
}
const hashed = (digit: number): string => `0.6.0-c${String(digit).repeat(12)}`;

describe('planPrune', () => {
  const none = new Set<string>();
  const ages = (images: readonly StoredImage[]): string[] => images.map(({ digest }) => digest.replace('sha256:', ''));

  it('keeps the newest of each repository, whatever their order', () => {
    const images = [3, 1, 2, 4].map((age) => image(age, [hashed(age)]));
    const others = [1, 2].map((age) => image(age, [hashed(age)], 'dag'));
    const plan = planPrune([...images, ...others], { keep: 2, inUse: none });
    assert.deepEqual(ages(plan.removed), ['extract3', 'extract4']);
    assert.equal(plan.freed, 20);
  });

  it('keeps what has a version tag, or one that people gave', () => {
    const images = [image(1, [hashed(1)]), image(2, ['0.6.0', hashed(2)]), image(3, ['latest']), image(4, ['mine'])];
    assert.deepEqual(planPrune(images, { keep: 1, inUse: none }).removed, []);
  });

  it('keeps what a release or a project names, and says so', () => {
    const images = [1, 2, 3].map((age) => image(age, [hashed(age)]));
    const plan = planPrune(images, { keep: 1, inUse: new Set([`extract:${hashed(2)}`, `dag:${hashed(3)}`]) });
    assert.deepEqual([ages(plan.removed), ages(plan.spared)], [['extract3'], ['extract2']]);
  });

  it('counts what images share once', () => {
    assert.equal(sizeOnDisk([image(1, []), image(2, []), image(1, [], 'dag')]), 1030);
    assert.equal(planPrune([image(1, [hashed(1)])], { keep: 0, inUse: none }).freed, 1010);
  });
});
