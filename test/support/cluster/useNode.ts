import assert from 'node:assert/strict';
import { forgetImages } from '../forgetImages.ts';
import { pushRootImage } from '../pushRootImage.ts';
import { startRegistry, type TestRegistry } from '../startRegistry.ts';
import { playNode } from './playNode.ts';
import { cluster } from './testCluster.ts';

/** What the node of a `describe` can run. */
export interface TestNode {
  /** An image with a shell and Python that it can pull. */
  readonly image: string;
}

let registry: TestRegistry | undefined;
let pushed: Promise<string> | undefined;

// One registry for all files of the run: it takes some seconds to fill.
after(async () => {
  if (registry === undefined) return;
  await forgetImages([registry.address]);
  await registry.stop();
});

async function pushOnce(port: number): Promise<string> {
  registry = await startRegistry({ port });
  return await pushRootImage(registry.address, 'tool');
}

/** The real node of the cluster, else one that is played for the time of the surrounding `describe`. */
export function useNode(): TestNode {
  let image: string | undefined;
  let stop = (): Promise<void> => Promise.resolve();
  before(async function () {
    this.timeout(120_000);
    if (cluster.node === undefined) {
      ({ stop } = playNode());
      image = 'tool:1';
    } else {
      pushed ??= pushOnce(cluster.node.registryPorts.images);
      image = await pushed;
    }
  });
  after(() => stop());
  return {
    get image() {
      assert.ok(image);
      return image;
    },
  };
}
