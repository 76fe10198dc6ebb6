import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { connectDocker, type DockerConnection } from '../../../src/core/docker/connectDocker.ts';
import { readEnvironment } from '../../../src/core/settings/environment.ts';
import { readPlatformRecord } from '../../../src/core/settings/localPlatform.ts';
import { serveLocalPlatform } from '../../../src/sandbox/server.ts';
import { fetchPlatform } from '../../support/sandbox/fetchPlatform.ts';
import { freePort } from '../../../scripts/setup/freePort.mjs';
import { putImage } from '../../support/putImage.ts';
import { startRegistry } from '../../support/startRegistry.ts';
import { testUser, testUserLine } from '../../support/testUser.ts';
import { deploymentsOf, type ListedDeployment } from '../../support/sandbox/readEntry.ts';
import { until } from '../../support/sandbox/startTestPlatform.ts';

/** Of a file, nothing of a folder. */
const readText = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');
const run = promisify(execFile);
const rootImage = process.env['EDK_ROOT_IMAGE'] ?? 'kaapana-edk-dev/root:bookworm';
const helm = process.env['EDK_HELM'] ?? 'helm';

/** A chart as a workflow extension's: a Job copies a file into the dags folder, a hook takes it away. */
function workflowTemplates(image: string, command: string): string {
  const pod = (action: string, script: string) => `
    spec:
      restartPolicy: Never
      initContainers:
        - name: wait-for-platform
          image: ${image}
          command: ['python3', '-c', "import urllib.request as u; u.urlopen('{{ .Values.global.platform_api_url }}/health-check')"]
      containers:
        - name: installer
          image: ${image}
          imagePullPolicy: {{ .Values.global.pull_policy_images }}
          command: ['sh', '-c', '${script}']
          env: [{ name: ACTION, value: ${action} }]
          volumeMounts: [{ name: dags, mountPath: /kaapana/mounted/workflows/dags }, { name: scratch, mountPath: /scratch }]
      volumes:
        - { name: dags, persistentVolumeClaim: { claimName: dags-pv-claim } }
        - { name: scratch, emptyDir: {} }`;
  return `
apiVersion: batch/v1
kind: Job
metadata: { name: dag-copy, namespace: '{{ .Values.global.services_namespace }}' }
spec:
  backoffLimit: 1
  template: ${pod('copy', command)}
---
apiVersion: batch/v1
kind: Job
metadata:
  name: dag-remove
  namespace: '{{ .Values.global.services_namespace }}'
  annotations: { helm.sh/hook: pre-delete, helm.sh/hook-delete-policy: hook-succeeded }
spec:
  template: ${pod('remove', 'rm /kaapana/mounted/workflows/dags/dag_copy.py')}
`;
}

describe('local platform with the real Docker Engine, Helm and registry', function () {
  this.timeout(120_000);
  let folder: string;
  let connection: DockerConnection;
  let registry: string;
  let base: string;
  let ended: Promise<void>;
  const end = new AbortController();

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edk-platform-'));
    connection = await connectDocker({ ...readEnvironment().docker, home: homedir() });
    const [port, registryPort] = [await freePort(), await freePort()];
    registry = `localhost:${registryPort}`;
    ended = serveLocalPlatform({
      stateFolder: join(folder, 'state'),
      port,
      registryPort,
      registryExecutable: process.env['EDK_REGISTRY'],
      buildVersion: '0.6.0',
      namespaces: { admin: 'admin', services: 'services' },
      helm,
      docker: connection,
      listCacheSeconds: 0,
      pace: { backOff: { firstMs: 200, longestMs: 400 } },
      signal: end.signal,
    });
    await Promise.race([
      ended,
      until(
        () => readPlatformRecord(join(folder, 'state')),
        (file) => file !== undefined,
        20,
      ),
    ]);
    base = `http://127.0.0.1:${port}/kube-helm-api`;
    await run('docker', ['tag', rootImage, `${registry}/dag-copy:0.6.0`]);
    await run('docker', ['push', `${registry}/dag-copy:0.6.0`]);
    await run('docker', ['rmi', `${registry}/dag-copy:0.6.0`]);
  });

  after(async () => {
    end.abort();
    try {
      await ended;
    } finally {
      await run('docker', ['rmi', '-f', `${registry}/dag-copy:0.6.0`]).catch(() => undefined);
      await rm(folder, { recursive: true, force: true });
    }
  });

  const ask = (path: string, init?: RequestInit) => fetchPlatform(join(folder, 'state'), path, init);

  async function upload(name: string, templates: string): Promise<string> {
    const chart = join(folder, name);
    await mkdir(join(chart, 'templates'), { recursive: true });
    await writeFile(
      join(chart, 'Chart.yaml'),
      `apiVersion: v2\nname: ${name}\nversion: 0.6.0\nkeywords: [kaapanaworkflow]\ndescription: A test\n`,
    );
    await writeFile(join(chart, 'values.yaml'), 'global: { image: dag-copy, action: copy }\n');
    await writeFile(join(chart, 'templates', 'all.yaml'), templates);
    await run(helm, ['package', chart, '-d', folder]);
    const form = new FormData();
    const content = await readFile(join(folder, `${name}-0.6.0.tgz`));
    form.set('file', new Blob([content], { type: 'application/gzip' }), `${name}-0.6.0.tgz`);
    return await (await ask('file', { method: 'POST', body: form })).text();
  }

  async function post(path: string, body: unknown): Promise<string> {
    const answer = await ask(path, { method: 'POST', body: JSON.stringify(body) });
    return await answer.text();
  }

  async function deployment(name: string): Promise<ListedDeployment | undefined> {
    return deploymentsOf(await (await ask('extensions')).json(), name)[0];
  }

  async function podsAre(name: string, statuses: readonly string[]): Promise<ListedDeployment | undefined> {
    return await until(
      () => deployment(name),
      (seen) => JSON.stringify(seen?.kube_status) === JSON.stringify(statuses),
      20,
    );
  }

  it('runs the Job of a workflow chart and takes its file away again', async () => {
    const name = 'copy-workflow';
    const script = 'echo dag > /kaapana/mounted/workflows/dags/dag_copy.py && echo copied';
    assert.equal(
      await upload(name, workflowTemplates(`${registry}/dag-copy:0.6.0`, script)),
      `Successfully added chart file fname='${name}'`,
    );
    assert.equal(await post('helm-install-chart', { name, version: '0.6.0' }), `Successfully installed: ${name}`);
    const done = await podsAre(name, ['completed']);
    assert.equal(done?.ready, true);
    const { dags, logs } = (await readPlatformRecord(join(folder, 'state')))?.folders ?? { dags: '', logs: '' };
    assert.equal(await readFile(join(dags, 'dag_copy.py'), 'utf8'), 'dag\n');
    const [log = ''] = await readdir(join(logs, name));
    assert.match(await readFile(join(logs, name, log), 'utf8'), /copied/);

    await post('helm-delete-chart', { release_name: name, release_version: '0.6.0' });
    await until(
      async () => (await ask(`view-chart-status?release_name=${name}`)).status,
      (status) => status === 404,
      20,
    );
    assert.deepEqual(await readdir(dags), []);
  });

  it('says why an image cannot be pulled, and is rid of such a release by --no-hooks', async () => {
    const name = 'missing-image-workflow';
    await upload(name, workflowTemplates(`${registry}/nowhere:0.0.0`, 'true'));
    assert.equal(await post('helm-install-chart', { name, version: '0.6.0' }), `Successfully installed: ${name}`);
    const seen = await podsAre(name, ['init:imagepullbackoff']);
    assert.match(seen?.kube_info?.message[0] ?? '', /nowhere:0\.0\.0 cannot be pulled: .*(not found|unknown)/);
    await post('helm-delete-chart', { release_name: name, helm_command_addons: '--no-hooks' });
    await until(
      () => deployment(name),
      (gone) => gone === undefined,
      30,
    );
  });

  it('shows the log of a Job that fails', async () => {
    const name = 'failing-workflow';
    await upload(name, workflowTemplates(`${registry}/dag-copy:0.6.0`, 'echo no space for the dag; exit 3'));
    await post('helm-install-chart', { name, version: '0.6.0' });
    const seen = await podsAre(name, ['error', 'error']);
    assert.match(seen?.kube_info?.message[1] ?? '', /exit code 3: no space for the dag/);
    assert.equal(seen?.ready, false);
  });

  it('imports an image archive, and says what is wrong with one that is none', async () => {
    const { charts } = (await readPlatformRecord(join(folder, 'state')))?.folders ?? { charts: '' };
    await writeFile(join(charts, 'garbage.tar'), 'x'.repeat(5000));
    const answer = await (await ask('import-container?filename=garbage.tar')).text();
    assert.match(answer, /^Container import failed Failed to import container garbage\.tar: ctr: \S+/);
  });

  it('pulls from a closed registry as soon as an extension has brought its credentials', async () => {
    const closed = await startRegistry({ htpasswd: testUserLine });
    const image = `${closed.address}/dag-closed:0.6.0`;
    try {
      await run('docker', ['tag', rootImage, image]);
      const authconfig = { ...testUser, serveraddress: closed.address };
      const pushing = await connection.docker.getImage(image).push({ authconfig });
      await new Promise<void>((resolve, reject) => {
        connection.docker.modem.followProgress(pushing, (error) => (error === null ? resolve() : reject(error)));
      });
      await run('docker', ['rmi', image]);

      const name = 'closed-workflow';
      await upload(name, workflowTemplates(image, 'echo let in'));
      await post('helm-install-chart', { name, version: '0.6.0' });
      const refused = await podsAre(name, ['init:imagepullbackoff']);
      assert.match(refused?.kube_info?.message[0] ?? '', /dag-closed:0\.6\.0 cannot be pulled: .*(auth|denied)/);

      const auth = Buffer.from(`${testUser.username}:${testUser.password}`).toString('base64');
      const secret = `
apiVersion: v1
kind: Secret
metadata: { name: closed-registry, namespace: '{{ .Values.global.services_namespace }}' }
type: kubernetes.io/dockerconfigjson
stringData: { .dockerconfigjson: '{"auths":{"${closed.address}":{"auth":"${auth}"}}}' }
`;
      await upload('closed-registry', secret);
      await post('helm-install-chart', { name: 'closed-registry', version: '0.6.0' });
      await podsAre(name, ['completed']);
      const { logs } = (await readPlatformRecord(join(folder, 'state')))?.folders ?? { logs: '' };
      const texts = await Promise.all((await readdir(logs)).map((entry) => readText(join(logs, entry))));
      assert.ok(!texts.join('').includes(testUser.password) && !texts.join('').includes(auth));
    } finally {
      await run('docker', ['rmi', '-f', image]).catch(() => undefined);
      await closed.stop();
    }
  });

  it('lists the versions of the platform that a closed registry has, for who may see them', async () => {
    const closed = await startRegistry({ htpasswd: testUserLine });
    try {
      const encode = (password: string) => Buffer.from(`${testUser.username}:${password}`).toString('base64');
      const authorization = `Basic ${encode(testUser.password)}`;
      for (const tag of ['0.5.0', '0.6.0']) {
        await putImage(closed.address, { repository: 'kaapana/kaapana-admin-chart', tag, authorization });
      }
      const list = async (password: string): Promise<[number, unknown]> => {
        const query = new URLSearchParams({
          container_registry_url: `${closed.address}/kaapana`,
          encoded_auth: encode(password),
        });
        const answer = await ask(`available-platforms?${query.toString()}`);
        return [answer.status, await answer.json()];
      };
      const [success, versions] = await list(testUser.password);
      assert.equal(success, 200);
      assert.deepEqual((versions as string[]).sort(), ['0.5.0', '0.6.0']);
      const [status, refusal] = await list('wrong');
      assert.equal(status, 500);
      assert.match(JSON.stringify(refusal), /Unexpected error: .*401/);
    } finally {
      await closed.stop();
    }
  });

  it('leaves no container when it ends, not even one that runs', async () => {
    const name = 'running-workflow';
    await upload(name, workflowTemplates(`${registry}/dag-copy:0.6.0`, 'sleep 600'));
    await post('helm-install-chart', { name, version: '0.6.0' });
    await podsAre(name, ['running']);
    const filters = { label: [`kaapana-edk.release=${name}`] };
    assert.equal((await connection.docker.listContainers({ all: true, filters })).length, 1);
    end.abort();
    await ended;
    assert.deepEqual(await connection.docker.listContainers({ all: true, filters }), []);
    assert.equal(await readPlatformRecord(join(folder, 'state')), undefined);
    await assert.rejects(fetch(`${base}/health-check`));
    await assert.rejects(fetch(`http://${registry}/v2/`));
  });
});
