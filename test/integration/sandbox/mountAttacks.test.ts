import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectDocker, type DockerConnection } from '../../../src/core/docker/connectDocker.ts';
import { readEnvironment } from '../../../src/core/settings/environment.ts';
import type { MountPlan, VolumePlan } from '../../../src/sandbox/manifest/podPlan.ts';
import { hostNetwork, type ContainerEngine, type ContainerExit } from '../../../src/sandbox/runtime/containerEngine.ts';
import { createDockerEngine } from '../../../src/sandbox/runtime/createDockerEngine.ts';
import { openStateFolder, type StateFolder } from '../../../src/sandbox/state/stateFolder.ts';

const rootImage = process.env['EDK_ROOT_IMAGE'] ?? 'kaapana-edk-dev/root:bookworm';

describe('volumes of pods that want more of this machine', function () {
  this.timeout(60_000);
  let folder: string;
  let connection: DockerConnection;
  let state: StateFolder;
  let engine: ContainerEngine;
  /** Stands for the files of the machine. */
  let secrets: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edk-mounts-'));
    connection = await connectDocker({ ...readEnvironment().docker, home: homedir() });
    state = await openStateFolder(join(folder, 'state'));
    engine = createDockerEngine({ docker: connection.docker, state, adminNamespace: 'admin' });
    secrets = join(folder, 'secrets');
    await mkdir(secrets);
    await writeFile(join(secrets, 'key'), 'secret');
  });

  after(async () => {
    await engine.removeAll();
    await rm(folder, { recursive: true, force: true });
  });

  async function runScript(script: string, volumes: readonly VolumePlan[], subPath?: string): Promise<ContainerExit> {
    const mounts = volumes.map(({ name }): MountPlan => ({ volume: name, path: `/${name}`, subPath, readOnly: false }));
    return await engine.runContainer({
      release: 'r',
      pod: 'p',
      container: {
        name: 'main',
        image: rootImage,
        pullPolicy: 'IfNotPresent',
        command: ['sh', '-c', script],
        arguments: undefined,
        environment: {},
        workingFolder: undefined,
        readOnlyRoot: false,
        user: undefined,
        mounts,
        ports: [],
        limits: { memoryBytes: undefined, processors: undefined },
        probes: { startup: undefined, readiness: undefined, liveness: undefined },
      },
      volumes,
      network: hostNetwork,
      graceSeconds: 1,
      signal: AbortSignal.timeout(30_000),
      onRunning: () => undefined,
    });
  }

  const claim = (name: string): VolumePlan => ({ name: 'data', kind: 'claim', claim: name, readOnly: false });

  for (const [what, plant, subPath] of [
    ['a link', 'ln -sfn TARGET /data/a', 'a'],
    ['a link to a file', 'ln -sfn TARGET/key /data/b', 'b'],
    ['a link to the root', 'ln -sfn / /data/c', 'c/etc'],
    ['a link on the way', 'mkdir -p /data/d && ln -sfn TARGET /data/d/e', 'd/e/f'],
    ['a relative link', 'ln -sfn ../../../secrets /data/g', 'g'],
    ['a link to itself', 'ln -sfn h /data/h', 'h'],
    ['a pipe', 'mkfifo /data/i', 'i'],
  ] as const) {
    it(`does not mount over ${what} that a pod planted in its claim`, async () => {
      const planted = await runScript(plant.replace('TARGET', secrets), [claim('planted')]);
      assert.equal(planted.exitCode, 0, planted.logTail);
      await assert.rejects(runScript('ls /data; cat /data /data/key', [claim('planted')], subPath), {
        message: /passes through a link/,
      });
      assert.deepEqual(await readdir(secrets), ['key']);
    });
  }

  it('does not mount over a link that comes between the look and the start', async () => {
    const claimFolder = join(state.volumes, 'raced');
    await mkdir(join(claimFolder, 'sub'), { recursive: true });
    const create = connection.docker.createContainer.bind(connection.docker);
    const racing = Object.create(connection.docker) as typeof connection.docker;
    racing.createContainer = (async (...given: Parameters<typeof create>) => {
      const container = await create(...given);
      await rm(join(claimFolder, 'sub'), { recursive: true });
      await symlink(secrets, join(claimFolder, 'sub'));
      return container;
    }) as typeof create;
    const before = engine;
    engine = createDockerEngine({ docker: racing, state, adminNamespace: 'admin' });
    try {
      await assert.rejects(runScript('cat /data/key', [claim('raced')], 'sub'), { message: /passes through a link/ });
    } finally {
      engine = before;
    }
  });

  it('gives no claim the folder of another, and nobody the state folder', async () => {
    await writeFile(join(state.dags, 'dag.py'), 'theirs');
    const seen = await runScript('find /data; rm -rf /data/*', [claim('workflows')]);
    assert.equal(seen.logTail, '/data');
    assert.deepEqual(await readdir(state.dags), ['dag.py']);
    for (const name of ['..', '../..', '../releases', '/etc', '.', '']) {
      await assert.rejects(runScript('ls /data', [claim(name)]), { code: 'chart.invalid' }, name);
    }
  });

  it('writes the files of a ConfigMap into the folder of their volume only', async () => {
    const file = (path: string) => [{ path, content: Buffer.from('x'), mode: 0o755 }];
    for (const path of ['../../../../secrets/key', join(secrets, 'key')]) {
      const volume: VolumePlan = { name: 'data', kind: 'files', files: file(path) };
      await assert.rejects(runScript('true', [volume]), { code: 'chart.invalid' });
    }
    const named: VolumePlan = { name: '../../../secrets', kind: 'files', files: file('key') };
    await assert.rejects(runScript('true', [named]), { code: 'chart.invalid' });
    const nested: VolumePlan = { name: 'data', kind: 'files', files: file('a/run.sh') };
    assert.equal((await runScript('ls -l /data/a | grep -c rwxr-xr-x', [nested])).logTail, '1');
    assert.deepEqual(await readdir(secrets), ['key']);
  });

  it('mounts a folder, a new folder and a file of a claim by subPath', async () => {
    await runScript('mkdir -p /data/x && echo hello > /data/x/file', [claim('honest')]);
    assert.equal((await runScript('cat /data/file', [claim('honest')], 'x')).logTail, 'hello');
    assert.equal((await runScript('cat /data', [claim('honest')], './x//file')).logTail, 'hello');
    assert.equal((await runScript('ls /data | wc -l', [claim('honest')], 'new/deep')).logTail, '0');
  });
});
