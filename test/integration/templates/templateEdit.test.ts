import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readEvents, useEdk } from '../../support/runEdk.ts';
import { useRegistry } from '../../support/useRegistry.ts';

const builtSchema = z.object({
  images: z.tuple([
    z.object({
      outcome: z.literal('built'),
      work: z.object({ layers: z.object({ pushed: z.number() }), bytesPushed: z.number() }),
    }),
  ]),
});

describe('the processing container of a new extension, after an edit of its script', () => {
  const workshop = useEdk();
  const registry = useRegistry();

  it('sends at most two layers and a megabyte', async () => {
    const { edk } = workshop;
    const extension = edk.at('liver');
    const container = join(extension, 'processing-containers/liver');
    const build = ['build', 'image', '--dir', container, '--registry', registry.address, '--json'];
    await edk.succeeds(['init', 'base-python-cpu', 'base-installer', '--templates', '--registry', registry.address]);
    await edk.succeeds(['new', 'workflow', '--yes', '--name', 'liver', '--dir', extension]);
    await edk.succeeds(build);

    appendFileSync(join(container, 'files/extract_features.py'), `# ${process.hrtime.bigint()}\n`);
    const end = readEvents((await edk.succeeds(build)).stdout).at(-1);
    assert.ok(end?.type === 'job-finished');
    const [{ work }] = builtSchema.parse(end.value).images;
    assert.ok(work.layers.pushed >= 1 && work.layers.pushed <= 2, `${work.layers.pushed} layers`);
    assert.ok(work.bytesPushed > 0 && work.bytesPushed <= 1_000_000, `${work.bytesPushed} bytes`);
  });
});
