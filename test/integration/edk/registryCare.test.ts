import assert from 'node:assert/strict';
import type { StoredImage } from '../../../src/core/useCases/registry/registryContent.ts';
import { forgetImages } from '../../support/forgetImages.ts';
import { readEvents, useEdk } from '../../support/runEdk.ts';
import { smallProject } from '../../support/smallProject.ts';
import { startRegistry, type TestRegistry } from '../../support/startRegistry.ts';
import { writeFiles } from '../../support/writeFiles.ts';

describe('edk registry', () => {
  const workshop = useEdk();
  let registry: TestRegistry;
  beforeEach(async () => {
    registry = await startRegistry();
  });
  afterEach(async () => {
    await forgetImages([registry.address]);
    await registry.stop();
  });

  const edk = async (...args: string[]): Promise<unknown> => {
    const run = await workshop.edk.run([...args, '--registry', registry.address, '--json']);
    const end = readEvents(run.stdout).at(-1);
    assert.ok(end?.type === 'job-finished' && end.outcome === 'succeeded', run.stdout + run.stderr);
    return end.value;
  };
  const tags = async (): Promise<string[]> =>
    ((await edk('registry')) as { images: { tag: string }[] }).images.map(({ tag }) => tag).sort();
  const build = async (hello: string): Promise<string> => {
    await writeFiles(workshop.edk.project, { ...smallProject, 'docker/hello.txt': hello });
    const { images } = (await edk('build', 'image')) as { images: { immutableReference: string }[] };
    return images[0]?.immutableReference.split(':').at(-1) ?? '';
  };

  it('removes old images after it has shown them, and keeps what the project was built to', async () => {
    const built = [];
    for (const text of ['1', '2', '3', '1']) built.push(await build(text));
    const [first = '', second = '', third = ''] = built;
    assert.equal(built[3], first);
    assert.deepEqual(await tags(), [first, second, third, '0.6.0'].sort());

    const shown = (await edk('registry', 'prune', '--keep', '1')) as { removed: StoredImage[] };
    assert.deepEqual(shown.removed.map((image) => image.tags).flat(), [second]);
    assert.equal((await tags()).length, 4);
    await edk('registry', 'prune', '--keep', '1', '--yes');
    assert.deepEqual(await tags(), [first, third, '0.6.0'].sort());
    assert.equal(await build('1'), first);
  });

  it('deletes an image with all its tags, and names one that is not there', async () => {
    const tag = await build('once');
    assert.deepEqual(await edk('registry', 'delete', 't-edk-small:0.6.0'), {
      deleted: [{ repository: 't-edk-small', tags: [tag, '0.6.0'].sort() }],
    });
    assert.deepEqual(await tags(), []);
    const args = ['registry', 'delete', 't-edk-small:0.6.0', '--registry', registry.address];
    await workshop.edk.fails(args, { code: 'registry.contentMissing', says: /has no t-edk-small:0\.6\.0/ });
  });

  it('counts what images share once, and names the collector', async () => {
    await build('1');
    const one = (await edk('registry', 'usage')) as { bytes: number; images: number };
    await build('2');
    const two = (await edk('registry', 'usage')) as typeof one & { garbageCollection: string[] };
    assert.equal(two.images, 2);
    assert.ok(two.bytes > one.bytes && two.bytes < one.bytes * 3);
    assert.match(two.garbageCollection.join(), /registry garbage-collect/);
  });
});
