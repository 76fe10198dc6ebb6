import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRegistry, type RegistryProcessOptions } from '../../../src/sandbox/registry/registryProcess.ts';
import { freePort } from '../../../scripts/setup/freePort.mjs';

describe('the registry beside the local platform', () => {
  let folder: string;
  let options: RegistryProcessOptions;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edk-registry-'));
    const signal = new AbortController().signal;
    const executable = process.env['EDK_REGISTRY'];
    options = { executable, port: await freePort(), folder, storageFolder: join(folder, 'storage'), signal };
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const answers = () => fetch(`http://localhost:${options.port}/v2/`).then(({ status }) => status);

  it('answers without sign-in until it is stopped, and leaves only its images', async () => {
    const registry = await startRegistry(options);
    assert.equal(await answers(), 200);
    await registry.stop();
    await assert.rejects(answers());
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name !== 'storage'),
      [],
    );
  });

  it('takes the place of one that a killed platform left behind', async () => {
    const forgotten = await startRegistry(options);
    const registry = await startRegistry(options);
    await forgotten.ended;
    assert.equal(await answers(), 200);
    await registry.stop();
  });

  it('says when its port is taken by another program', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(options.port, '127.0.0.1', () => resolve()));
    await assert.rejects(startRegistry(options), {
      code: 'platform.portTaken',
      message: `Port ${options.port} for the registry is in use by another program.`,
    });
    other.close();
  });

  it('says when there is no such program, or when it does not start', async () => {
    await assert.rejects(startRegistry({ ...options, executable: 'no-registry' }), { code: 'tool.missing' });
    await assert.rejects(startRegistry({ ...options, executable: 'false' }), { code: 'platform.startFailed' });
  });
});
