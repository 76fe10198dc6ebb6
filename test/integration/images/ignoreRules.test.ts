import assert from 'node:assert/strict';
import { join } from 'node:path';
import { execa } from 'execa';
import { ignoreCases, ignorePaths } from '../../support/ignoreCases.ts';
import { useTemporaryFolder } from '../../support/temporaryFolder.ts';
import { writeFiles } from '../../support/imageProject.ts';
import { rmSync } from 'node:fs';

/** The docker command decides by itself what it sends, so it is the oracle of the table that the unit tests use. */
describe('the rules of .dockerignore beside docker build', () => {
  const folder = useTemporaryFolder();
  const image = 't-edk-ignore-rules';
  before(async function () {
    const found = await execa('docker', ['version'], { reject: false });
    if (found.exitCode !== 0) this.skip();
  });
  after(() => execa('docker', ['rmi', '--force', image], { reject: false }));

  for (const { rules, leftOut } of ignoreCases) {
    it(`has ${JSON.stringify(rules)} right`, async () => {
      const files = Object.fromEntries(ignorePaths.map((path) => [path, 'x']));
      writeFiles(folder.path, { ...files, Dockerfile: 'FROM scratch\nCOPY . /\n', '.dockerignore': rules });
      assert.deepEqual(await leftOutByDocker(), leftOut);
    });
  }

  async function leftOutByDocker(): Promise<readonly string[]> {
    const env = { DOCKER_BUILDKIT: '0' };
    const built = await execa('docker', ['build', '--tag', image, folder.path], { env, reject: false });
    if (built.exitCode !== 0) return ['refused'];
    const container = (await execa('docker', ['create', image, 'x'])).stdout;
    const copy = join(folder.path, 'image');
    try {
      await execa('docker', ['export', '--output', `${copy}.tar`, container]);
      const { stdout } = await execa('tar', ['-tf', `${copy}.tar`]);
      const sent = new Set(stdout.split('\n').map((line) => line.replace(/\\\\/g, '\\')));
      return ignorePaths.filter((path) => !sent.has(path));
    } finally {
      await execa('docker', ['rm', container]);
      rmSync(`${copy}.tar`, { force: true });
    }
  }
});
