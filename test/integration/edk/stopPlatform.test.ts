import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isRunning } from '../../../src/core/process/process.ts';
import { readPlatformAccess, readPlatformRecord } from '../../../src/core/settings/localPlatform.ts';
import { packEntries } from '../../support/packChart.ts';
import { startEdkWorkbench, type EdkWorkbench } from '../../support/edkWorkbench.ts';
import { fetchPlatform } from '../../support/sandbox/fetchPlatform.ts';
import { until } from '../../support/sandbox/startTestPlatform.ts';

const run = promisify(execFile);
const name = 'sleeper-chart';
const manifests = `apiVersion: apps/v1
kind: Deployment
metadata: { name: sleeper, namespace: services }
spec:
  selector: { matchLabels: { app: sleeper } }
  template:
    metadata: { labels: { app: sleeper } }
    spec:
      containers: [{ name: main, image: '${process.env['EDK_ROOT_IMAGE'] ?? ''}', command: [sleep, '600'] }]
---
apiVersion: v1
kind: Service
metadata: { name: sleeper, namespace: services }
spec: { selector: { app: sleeper }, ports: [{ port: 80 }] }
`;

describe('edk platform stop', () => {
  let workbench: EdkWorkbench;
  let folder: string;
  let label: string;

  before(async () => {
    workbench = await startEdkWorkbench();
    folder = join(workbench.folder, 'state', 'platform');
    const id = createHash('sha256')
      .update(await realpath(folder))
      .digest('hex');
    label = `label=kaapana-edk.platform=${id.slice(0, 12)}`;
    await packEntries(join(folder, 'charts', `${name}-0.1.0.tgz`), [
      [`${name}/Chart.yaml`, JSON.stringify({ apiVersion: 'v2', name, version: '0.1.0', keywords: [] })],
      [`${name}/values.yaml`, 'global: {}\n'],
      [`${name}/templates/all.yaml`, manifests],
    ]);
    const body = JSON.stringify({ name, version: '0.1.0', keywords: ['kaapanaapplication'] });
    const answer = await fetchPlatform(folder, 'helm-install-chart', { method: 'POST', body });
    assert.equal(await answer.text(), `Successfully installed: ${name}`);
  });
  after(() => workbench.stop());

  const list = async (kind: 'container' | 'network') =>
    (await run('docker', [kind, 'ls', ...(kind === 'container' ? ['--all'] : []), '--quiet', '--filter', label])).stdout
      .split('\n')
      .filter((line) => line !== '');

  async function server() {
    const record = await readPlatformRecord(folder);
    assert.ok(record !== undefined);
    // The container and the one that holds its network.
    await until(
      () => list('container'),
      ({ length }) => length === 2,
      30,
    );
    return record;
  }

  async function nothingIsLeft(): Promise<void> {
    assert.deepEqual([await list('container'), await list('network')], [[], []]);
    assert.equal(await readPlatformRecord(folder), undefined);
    assert.equal(await readPlatformAccess(folder), undefined);
    await assert.rejects(fetch(`http://${workbench.registry}/v2/`));
    const { end } = await workbench.run('platform', 'stop');
    assert.deepEqual(end.value, { outcome: 'absent' });
  }

  async function stop(): Promise<void> {
    const { end } = await workbench.run('platform', 'stop');
    assert.deepEqual([end.error, end.value], [undefined, { outcome: 'stopped' }]);
  }

  it('ends one that works, and its containers', async () => {
    const record = await server();
    await stop();
    assert.equal(await isRunning(record), false);
    await nothingIsLeft();
    await workbench.startPlatform();
  });

  it('ends one that hangs, and its containers', async () => {
    const record = await server();
    process.kill(record.pid, 'SIGSTOP');
    await stop();
    assert.equal(await isRunning(record), false);
    await nothingIsLeft();
    await workbench.startPlatform();
  });

  it('removes what one that was killed has left', async () => {
    const record = await server();
    process.kill(record.pid, 'SIGKILL');
    await until(
      () => isRunning(record),
      (running) => !running,
    );
    assert.notDeepEqual(await list('container'), []);
    await stop();
    await nothingIsLeft();
    await workbench.startPlatform();
  });

  it('need not come before a start after a kill', async () => {
    const record = await server();
    const before = await list('container');
    process.kill(record.pid, 'SIGKILL');
    await workbench.startPlatform();
    await server();
    const now = await list('container');
    assert.ok(
      before.every((id) => !now.includes(id)),
      'the old containers are gone',
    );
    assert.equal((await fetchPlatform(folder, 'extensions')).status, 200);
  });
});
