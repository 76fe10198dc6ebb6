import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { pushedText } from '../../support/pushedText.ts';
import { useEdk } from '../../support/runEdk.ts';
import { smallProject } from '../../support/smallProject.ts';
import { useRegistry } from '../../support/useRegistry.ts';
import { writeFiles } from '../../support/writeFiles.ts';

describe('a reader of the output that goes away', () => {
  const workshop = useEdk();
  const registry = useRegistry();

  it('keeps nothing from its end, and meets no trace of a program', async () => {
    const { edk } = workshop;
    await writeFiles(edk.project, { ...smallProject, 'docker/hello.txt': `unread ${process.hrtime.bigint()}\n` });
    const { child, ended } = edk.start(['build', 'image', '--registry', registry.address]);
    child.stdout?.destroy();
    const { exitCode, stderr } = await ended;
    assert.deepEqual([exitCode, stderr], [0, '']);
    const hello = await readFile(`${edk.project}/docker/hello.txt`, 'utf8');
    assert.ok((await pushedText(registry.address, 't-edk-small', '0.6.0')).includes(hello.trim()));
  });

  it('ends the help without a word', async () => {
    const { child, ended } = workshop.edk.start(['deploy', '--help']);
    child.stdout?.destroy();
    const { exitCode, stderr } = await ended;
    assert.deepEqual([exitCode, stderr], [0, '']);
  });
});
