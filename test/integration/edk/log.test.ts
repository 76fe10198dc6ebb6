import assert from 'node:assert/strict';
import { useEdk } from '../../support/runEdk.ts';
import { useRegistry } from '../../support/useRegistry.ts';
import { writeFiles } from '../../support/writeFiles.ts';

const rootImage = process.env['EDK_ROOT_IMAGE'] ?? 'debian:12-slim';

describe('edk log', () => {
  const workshop = useEdk();
  const registry = useRegistry();

  it('has all that the build of an image printed, also of one that failed beside another', async () => {
    const { edk } = workshop;
    const printing = (name: string): string =>
      `FROM ${rootImage}\nLABEL IMAGE="t-edk-${name}"\n` +
      `RUN for i in $(seq 300); do echo "${name} $i ${Date.now()}"; done; exit 3\n`;
    await writeFiles(edk.project, { 'bad/Dockerfile': printing('bad'), 'worse/Dockerfile': printing('worse') });
    const args = ['build', 'image', '--registry', registry.address, '--workers', '2'];
    await edk.fails(args, {
      code: 'build.failed',
      says: /t-edk-bad/,
      place: 'bad/Dockerfile:3',
      adds: /edk log t-edk-bad/,
    });
    const { stdout } = await edk.succeeds(['log', 't-edk-bad', '--dir', '.']);
    assert.equal(stdout.match(/^ {2}bad \d+ \d+$/gm)?.length, 300);
    assert.doesNotMatch(stdout, /^ {2}worse/m);
    assert.match(stdout, /t-edk-bad > Build: failed/);
    assert.equal((await edk.succeeds(['log'])).stdout.match(/^ {2}worse \d+ \d+$/gm)?.length, 300);
    await edk.fails(['log', 'nothing'], { code: 'job.noLog', says: /"nothing"/ });
  });
});
