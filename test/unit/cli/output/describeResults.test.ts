import assert from 'node:assert/strict';
import { describeImages, describeWork, imagesForMachines } from '../../../../src/cli/output/describeResults.ts';
import type { BuiltImage } from '../../../../src/core/images/build/buildImage.ts';

describe('describeImages', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const image = {
    source: { name: 'liver' },
    pull: { version: 'localhost:32000/liver:0.6.0', immutable: 'localhost:32000/liver:0.6.0-c1' },
  } as BuiltImage['image'];
  const why: BuiltImage['why'] = Array.from({ length: 22 }, (_, index) => ({
    kind: 'file',
    path: `files/${index}.py`,
    change: 'changed',
  }));
  const unchanged: BuiltImage = { image, outcome: 'unchanged', digest, why };
  const built: BuiltImage = {
    ...unchanged,
    outcome: 'built',
    work: {
      ...{ buildMs: 1000, pushMs: 500, steps: { cached: 3, total: 4 } },
      ...{ layers: { pushed: 1, present: 5 }, bytesPushed: 2000, size: 5_000_000 },
    },
    last: { durationMs: 4000, size: 4_000_000 },
  };

  it('tells what a build took beside the last time', () => {
    const [first, second] = describeImages([built]).split('\n');
    assert.equal(first, `  localhost:32000/liver:0.6.0  ${digest.slice(0, 19)}  built`);
    assert.match(second ?? '', /1\.5 s \(last time 4(?:\.0)? s\)/);
    assert.match(second ?? '', /\(\+1(?:\.0)? MB\)/);
    assert.match(second ?? '', /3 of 4 steps cached · 1 of 6 layers pushed/);
  });

  it('says why when it is asked, and of what was left alone only then', () => {
    assert.equal(describeWork([unchanged]), '');
    const lines = describeWork([unchanged], { why: true }).split('\n');
    assert.equal(lines.length, 1 + 20 + 1);
    assert.equal(lines.at(-1), '    and 2 more');
  });

  it('gives machines all of it', () => {
    const [one] = imagesForMachines([built]);
    assert.deepEqual(one, {
      ...{ name: 'liver', reference: image.pull.version, immutableReference: image.pull.immutable },
      ...{ digest, outcome: 'built', why, work: built.work, last: built.last },
    });
  });
});
