import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { pushedText } from '../../support/pushedText.ts';
import { useEdk } from '../../support/runEdk.ts';
import { smallProject } from '../../support/smallProject.ts';
import { useRegistry } from '../../support/useRegistry.ts';
import { writeFiles } from '../../support/writeFiles.ts';

describe('a clock that goes backwards', () => {
  const workshop = useEdk();
  const registry = useRegistry();

  it('between runs and during one: an edit is built, and nothing is when nothing changed', async () => {
    const { edk } = workshop;
    const clock = edk.at('clock.cjs');
    // A day back, and another minute back with each look at it.
    writeFileSync(
      clock,
      'const now = Date.now.bind(Date); let back = 86_400_000; Date.now = () => now() - (back += 60_000);\n',
    );
    const env = { NODE_OPTIONS: `--require ${clock}` };
    const args = ['build', 'extension', '--no-import', '--registry', registry.address];
    await writeFiles(edk.project, { ...smallProject, 'docker/hello.txt': `first ${process.hrtime.bigint()}\n` });
    await edk.succeeds(args);
    assert.match((await edk.succeeds(args, { env })).stdout, /unchanged: 1 in the registry/);
    for (const text of ['second', 'third ']) {
      // The same size, written right after it was read.
      await writeFiles(edk.project, { 'docker/hello.txt': `${text} ${process.hrtime.bigint()}\n` });
      await edk.succeeds(args, { env });
      assert.ok((await pushedText(registry.address, 't-edk-small', '0.6.0')).includes(text));
    }
    assert.match((await edk.succeeds(args)).stdout, /unchanged: 1 in the registry/);
  });
});
