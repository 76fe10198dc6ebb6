import assert from 'node:assert/strict';
import { forgetImages } from './forgetImages.ts';
import { startRegistry, type TestRegistry } from './startRegistry.ts';

/** A registry for the surrounding `describe`; the Docker Engine keeps none of its images. */
export function useRegistry(): Pick<TestRegistry, 'address' | 'storage'> {
  let started: TestRegistry | undefined;
  const registry = (): TestRegistry => {
    assert.ok(started);
    return started;
  };
  before(async () => {
    started = await startRegistry();
  });
  after(async () => {
    await forgetImages([registry().address]);
    await registry().stop();
  });
  return {
    get address() {
      return registry().address;
    },
    get storage() {
      return registry().storage;
    },
  };
}
