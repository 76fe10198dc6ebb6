import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { ensureRunImage } from '../../../src/core/useCases/run/ensureRunImage.ts';
import { makeSample } from '../../../src/core/useCases/sample/makeSample.ts';
import { openEdkContext, type TestContext } from '../../support/edkContext.ts';
import { recordStep } from '../../support/recordingStep.ts';
import { rejection } from '../../support/rejection.ts';

describe('the stand-ins for the operators of the platform', function () {
  this.timeout(600_000);
  let context: TestContext;

  before(async () => {
    context = await openEdkContext();
  });
  after(() => context.close());

  it('read and write what the operators do: their own tests pass in their image', async () => {
    const image = await ensureRunImage(context.edk, 'stand-ins', recordStep().step);
    const tests = join(import.meta.dirname, 'standIns');
    const { all, exitCode } = await execa(
      'docker',
      [
        ...[
          'run',
          '--rm',
          '--network',
          'none',
          '--memory',
          '4g',
          '--volume',
          `${tests}:/tests:ro`,
          '--workdir',
          '/tmp',
        ],
        ...['--env', 'PYTHONPATH=/opt/stand-ins:/opt/edk-tools', image],
        ...['python3', '-m', 'pytest', '-q', '-p', 'no:cacheprovider', '/tests'],
      ],
      { all: true, reject: false },
    );
    assert.equal(exitCode, 0, all.slice(-5000));
    assert.match(all, /\d+ passed/);
  });

  it('write the same sample each time, and never into a folder with something in it', async () => {
    const [first, second] = [join(context.folder, 'first'), join(context.folder, 'second')];
    const { series } = await makeSample(context.edk, { folder: first, size: 48 }, recordStep().step);
    await makeSample(context.edk, { folder: second, size: 48 }, recordStep().step);
    assert.deepEqual(
      series.map(({ modality, visit }) => `${modality} ${visit}`),
      ['CT baseline', 'SEG baseline', 'MR baseline', 'RTSTRUCT baseline', 'CT follow-up', 'SEG follow-up'],
    );
    const written = await contentOf(first);
    assert.ok(written.length > 100);
    assert.deepEqual(await contentOf(second), written);

    await rejection(makeSample(context.edk, { folder: first }, recordStep().step), 'target.exists');
    assert.deepEqual(await contentOf(first), written);
  });
});

async function contentOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const lines = files.map(async (file) => {
    const hash = createHash('sha256').update(await readFile(file));
    return `${file.slice(folder.length)} ${hash.digest('hex')}`;
  });
  return (await Promise.all(lines)).sort();
}
