import assert from 'node:assert/strict';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ImageWorkbench } from '../../support/imageWorkbench.ts';
import { writeFiles } from '../../support/imageProject.ts';
import { startRegistry, type TestRegistry } from '../../support/startRegistry.ts';
import { useTemporaryFolder } from '../../support/temporaryFolder.ts';

const { signal } = new AbortController();
const megabyte = 1024 * 1024;

describe('a large context', () => {
  const folder = useTemporaryFolder();
  let registry: TestRegistry;
  let bench: ImageWorkbench;
  before(async () => {
    registry = await startRegistry();
    bench = await ImageWorkbench.open(registry.address);
  });
  after(async () => {
    await bench.close();
    await registry.stop();
  });

  /** How much memory rises while `work` runs, in bytes. */
  async function risingMemory(work: () => Promise<unknown>): Promise<number> {
    const start = process.memoryUsage().rss;
    let highest = start;
    const timer = setInterval(() => {
      highest = Math.max(highest, process.memoryUsage().rss);
    }, 20);
    try {
      await work();
    } finally {
      clearInterval(timer);
    }
    return highest - start;
  }

  it('of 100,000 files is hashed, sent and built', async () => {
    for (let outer = 0; outer < 100; outer++) {
      const inner = join(folder.path, `d${outer}`);
      mkdirSync(inner);
      for (let index = 0; index < 1000; index++) writeFileSync(join(inner, `f${index}`), `${outer} ${index}`);
    }
    writeFiles(folder.path, { Dockerfile: 'FROM scratch\nLABEL IMAGE="t-edk-many"\nCOPY d7/f7 /\n' });
    const rise = await risingMemory(async () => {
      const [built] = await bench.build(folder.path);
      assert.equal(built?.outcome, 'built');
      assert.equal(built.image.inputs.files.size, 100_000 + 100 + 1);
    });
    assert.ok(rise < 400 * megabyte, `${rise}`);
    const [again] = await bench.build(folder.path);
    assert.equal(again?.outcome, 'unchanged');
  });

  it('with a large file needs no more memory than a small one', async () => {
    writeFiles(folder.path, {
      Dockerfile: 'FROM scratch\nLABEL IMAGE="t-edk-large"\nCOPY small /\n',
      small: '1',
      large: '',
    });
    truncateSync(join(folder.path, 'large'), 600 * megabyte);
    const rise = await risingMemory(() => bench.build(folder.path));
    assert.ok(rise < 200 * megabyte, `${rise}`);
    assert.ok(await bench.client.digest('t-edk-large', '0.6.0', signal));
  });
});
