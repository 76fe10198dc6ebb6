import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { connectDocker, type DockerConnection } from '../../../src/core/docker/connectDocker.ts';
import { readEnvironment } from '../../../src/core/settings/environment.ts';
import type { ContainerPlan, VolumePlan } from '../../../src/sandbox/manifest/podPlan.ts';
import {
  hostNetwork,
  type ContainerEngine,
  type ContainerExit,
  type ContainerRun,
  type RunningContainer,
} from '../../../src/sandbox/runtime/containerEngine.ts';
import { createDockerEngine } from '../../../src/sandbox/runtime/createDockerEngine.ts';
import { openStateFolder, type StateFolder } from '../../../src/sandbox/state/stateFolder.ts';
import { until } from '../../support/sandbox/startTestPlatform.ts';
import { startLocalPlatform } from '../../../src/sandbox/server.ts';

const run = promisify(execFile);
const rootImage = process.env['EDK_ROOT_IMAGE'] ?? 'kaapana-edk-dev/root:bookworm';

describe('containers of pods with the real Docker Engine', function () {
  this.timeout(60_000);
  let folder: string;
  let connection: DockerConnection;
  let state: StateFolder;
  let engine: ContainerEngine;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edk-engine-'));
    connection = await connectDocker({ ...readEnvironment().docker, home: homedir() });
    state = await openStateFolder(join(folder, 'state'));
    engine = createDockerEngine({ docker: connection.docker, state, adminNamespace: 'admin' });
  });

  after(async () => {
    await engine.removeAll();
    await rm(folder, { recursive: true, force: true });
  });

  const volumes: VolumePlan[] = [
    { name: 'scratch', kind: 'empty' },
    {
      name: 'config',
      kind: 'files',
      files: [{ path: 'site.ini', content: Buffer.from('site = Heidelberg'), mode: 0o644 }],
    },
    { name: 'data', kind: 'claim', claim: 'data-claim', readOnly: false },
  ];

  async function runScript(
    script: string,
    part: Partial<ContainerPlan> = {},
    around: Partial<ContainerRun> = {},
  ): Promise<ContainerExit> {
    const signal = AbortSignal.timeout(30_000);
    const container: ContainerPlan = {
      name: 'main',
      image: rootImage,
      pullPolicy: 'IfNotPresent',
      command: ['sh', '-c', script],
      arguments: undefined,
      environment: { SITE: 'a b' },
      workingFolder: '/tmp',
      readOnlyRoot: false,
      user: undefined,
      mounts: [
        { volume: 'scratch', path: '/scratch', subPath: undefined, readOnly: false },
        { volume: 'config', path: '/config', subPath: undefined, readOnly: false },
        { volume: 'data', path: '/data', subPath: 'sub', readOnly: false },
      ],
      ports: [],
      limits: { memoryBytes: undefined, processors: undefined },
      probes: { startup: undefined, readiness: undefined, liveness: undefined },
      ...part,
    };
    const onRunning = () => undefined;
    return await engine.runContainer({
      release: 'r',
      pod: 'p',
      container,
      volumes,
      network: hostNetwork,
      graceSeconds: 1,
      signal,
      onRunning,
      ...around,
    });
  }

  it('shares volumes between containers of a pod, and keeps those of claims', async () => {
    const first = await runScript('cat /config/site.ini > /scratch/a && pwd && echo "$SITE" && echo kept > /data/b');
    assert.deepEqual(first, { exitCode: 0, outOfMemory: false, logTail: '/tmp\na b' });
    assert.equal((await runScript('cat /scratch/a')).logTail, 'site = Heidelberg');
    assert.equal(await readFile(join(state.volumes, 'data-claim', 'sub', 'b'), 'utf8'), 'kept\n');
    await engine.removePodVolumes('p');
    const filters = { label: [`kaapana-edk.platform=${state.id}`] };
    assert.deepEqual((await connection.docker.listVolumes({ filters })).Volumes, []);
    assert.deepEqual(await connection.docker.listContainers({ all: true, filters }), []);
  });

  it('tells exit codes, users, the platform service, and that files of a ConfigMap are read-only', async () => {
    assert.equal((await runScript('exit 42')).exitCode, 42);
    assert.equal((await runScript('id -u', { user: '1000:1000' })).logTail, '1000');
    assert.match((await runScript('getent hosts kube-helm-service.admin.svc')).logTail, /^127\.0\.0\.1/);
    assert.notEqual((await runScript('echo x > /config/site.ini')).exitCode, 0);
  });

  it('lets pods with networks of their own listen on the same port, and call each other by name', async () => {
    const end = new AbortController();
    const [web, other] = await Promise.all(
      ['web', 'other'].map((pod) => engine.openNetwork({ release: 'r', pod, names: [pod, `${pod}.services.svc`] })),
    );
    assert.ok(web !== undefined && other !== undefined);
    const serve = (network: typeof web) => {
      let ended: Promise<unknown> = Promise.resolve();
      const running = new Promise<RunningContainer>((onRunning) => {
        const around = { network, signal: end.signal, onRunning };
        ended = runScript('exec python3 -m http.server 8123', {}, around).catch(() => undefined);
      });
      return { running, ended };
    };
    const servers = [serve(web), serve(other)];
    const [first] = await Promise.all(servers.map(({ running }) => running));
    const answers = async (address: string) => (await fetch(`http://${address}:8123/`).catch(() => undefined))?.status;
    for (const { address } of [web, other])
      await until(
        () => answers(address),
        (status) => status === 200,
        20,
      );

    const script = `python3 -c "import urllib.request as u; print(u.urlopen('http://other.services.svc:8123/').status)"`;
    assert.deepEqual(await first?.exec(['sh', '-c', script], end.signal), { exitCode: 0, output: '200' });
    assert.deepEqual(await first?.exec(['sh', '-c', 'echo no; exit 3'], end.signal), { exitCode: 3, output: 'no' });
    end.abort();
    await Promise.all(servers.map(({ ended }) => ended));
    await Promise.all([web.close(), other.close()]);
    const filters = { label: [`kaapana-edk.platform=${state.id}`] };
    assert.deepEqual(await connection.docker.listContainers({ all: true, filters }), []);
    await engine.removeAll();
    assert.deepEqual(await connection.docker.listNetworks({ filters }), []);
  });

  it('ends a container that takes more memory than its limit', async () => {
    const limits = { memoryBytes: 32 * 2 ** 20, processors: 1000 };
    const { outOfMemory, exitCode } = await runScript('exec python3 -c "x = bytearray(256 * 2 ** 20)"', { limits });
    assert.deepEqual([outOfMemory, exitCode], [true, 137]);
  });

  it('quotes the engine about a command that does not exist', async () => {
    await assert.rejects(runScript('', { command: ['no-such-command'] }), /no-such-command.*not found/);
  });

  it('imports an archive of docker save', async () => {
    const archive = join(folder, 'image.tar');
    const tag = 'kaapana-edk-test/imported:1';
    await run('docker', ['tag', rootImage, tag]);
    await run('docker', ['save', '-o', archive, tag]);
    await run('docker', ['rmi', tag]);
    assert.equal(await engine.hasImage(tag), false);
    await engine.importImages(archive);
    assert.equal(await engine.hasImage(tag), true);
    await run('docker', ['rmi', tag]);
  });

  it('removes at its start what a killed platform left behind', async () => {
    const Labels = { 'kaapana-edk.platform': state.id };
    const container = await connection.docker.createContainer({ Image: rootImage, Cmd: ['sleep', '600'], Labels });
    await container.start();
    await connection.docker.createVolume({ Name: `${state.id}-left`, Labels });
    const platform = await startLocalPlatform({
      stateFolder: state.root,
      port: 0,
      buildVersion: '0.6.0',
      registry: { push: 'localhost:1', pull: 'localhost:1' },
      namespaces: { admin: 'admin', services: 'services' },
      helm: 'helm',
      docker: connection,
    });
    await assert.rejects(container.inspect(), { statusCode: 404 });
    await assert.rejects(connection.docker.getVolume(`${state.id}-left`).inspect(), { statusCode: 404 });
    await platform.close();
    assert.ok((await stat(state.dags)).isDirectory());
  });

  it('says that there is no Docker Engine', async () => {
    const nowhere = await connectDocker({ ...readEnvironment({}).docker, host: `unix://${folder}/none`, home: folder });
    const start = startLocalPlatform({
      stateFolder: join(folder, 'other'),
      port: 0,
      buildVersion: '0.6.0',
      registry: { push: 'localhost:1', pull: 'localhost:1' },
      namespaces: { admin: 'admin', services: 'services' },
      helm: 'helm',
      docker: nowhere,
    });
    await assert.rejects(start, { code: 'docker.unreachable' });
  });
});
