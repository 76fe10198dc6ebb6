import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const scripts = resolve(import.meta.dirname, '..', '..', '..', 'scripts');
const path = `${dirname(process.execPath)}:/usr/bin:/bin`;
const ECHO = 'console.log(JSON.stringify(process.argv.slice(2)));';

describe('the four scripts of the EDK', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edk doors ü-'));
    await mkdir(join(folder, 'scripts'));
    for (const name of ['edk.sh', 'init.sh', 'build_image.sh', 'build_chart.sh', 'build_extension.sh']) {
      await cp(join(scripts, name), join(folder, 'scripts', name));
    }
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function buildEchoingEdk(): Promise<void> {
    await mkdir(join(folder, 'dist', 'edk'), { recursive: true });
    await writeFile(join(folder, 'dist', 'edk', 'edk.js'), ECHO);
  }

  async function call(script: string, ...args: string[]): Promise<unknown> {
    const { stdout } = await run(script, args, { env: { PATH: path } });
    return JSON.parse(stdout);
  }

  const doors = [
    ['init.sh', ['init']],
    ['build_image.sh', ['build', 'image']],
    ['build_chart.sh', ['build', 'chart']],
    ['build_extension.sh', ['build', 'extension']],
  ] as const;
  for (const [script, verb] of doors) {
    it(`${script} hands every argument unchanged to edk ${verb.join(' ')}`, async () => {
      await buildEchoingEdk();
      const args = ['--dir', '/a b/$HOME', '--image-name', '', '--no-import', '*'];
      assert.deepEqual(await call(join(folder, 'scripts', script), ...args), [...verb, ...args]);
    });
  }

  it('work through a symlink elsewhere', async () => {
    await buildEchoingEdk();
    const link = join(folder, 'app');
    await symlink(join(folder, 'scripts', 'build_extension.sh'), link);
    assert.deepEqual(await call(link, '--dir', 'x'), ['build', 'extension', '--dir', 'x']);
  });

  it('hand on the exit code of edk', async () => {
    await mkdir(join(folder, 'dist', 'edk'), { recursive: true });
    await writeFile(join(folder, 'dist', 'edk', 'edk.js'), 'process.exitCode = 42;');
    await assert.rejects(call(join(folder, 'scripts', 'init.sh')), { code: 42 });
  });

  it('build edk first when it is not built but can be', async () => {
    await mkdir(join(folder, 'node_modules', 'esbuild'), { recursive: true });
    const build = `
      import { mkdirSync, writeFileSync } from 'node:fs';
      import { join } from 'node:path';
      const out = join(process.argv[1], '../../dist/edk');
      mkdirSync(out, { recursive: true });
      writeFileSync(out + '/edk.js', ${JSON.stringify(ECHO)});
      console.log('this must not mix with the output of edk');`;
    await writeFile(join(folder, 'scripts', 'build.mjs'), build);
    assert.deepEqual(await call(join(folder, 'scripts', 'build_chart.sh')), ['build', 'chart']);
  });

  it('take edk from PATH when this copy cannot be built, else say what to do', async () => {
    const script = join(folder, 'scripts', 'init.sh');
    await assert.rejects(call(script), { code: 127, stderr: /npm ci/ });
    const bin = join(folder, 'bin');
    await mkdir(bin);
    await writeFile(join(bin, 'edk'), '#!/bin/sh\necho "[\\"from path\\", \\"$*\\"]"\n');
    await chmod(join(bin, 'edk'), 0o755);
    const { stdout } = await run(script, ['--help'], { env: { PATH: `${bin}:${path}` } });
    assert.deepEqual(JSON.parse(stdout), ['from path', 'init --help']);
  });
});
