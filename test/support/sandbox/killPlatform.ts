import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createHttpClient } from '../../../src/core/http/httpClient.ts';
import { readCatalogue } from '../../../src/core/platform/catalogue/readCatalogue.ts';
import { installRelease, type InstallOptions } from '../../../src/core/platform/installRelease.ts';
import { chartStatus, listExtensions } from '../../../src/core/platform/platformApi.ts';
import type { PlatformConnection } from '../../../src/core/platform/platformConnection.ts';
import { uninstallRelease, type UninstallOptions } from '../../../src/core/platform/uninstallRelease.ts';
import { uploadChart } from '../../../src/core/platform/upload/uploadChart.ts';
import { recordStep } from '../recordingStep.ts';
import { chunksOf } from '../usePlatform.ts';
import { startPlatformProcess, type PlatformProcess } from './startPlatformProcess.ts';

const run = promisify(execFile);
const version = '0.1.0';
const { signal } = new AbortController();

export interface Kill {
  readonly during: 'install' | 'uninstall' | 'upload';
  readonly afterMs: number;
}

export interface Killed extends Kill {
  /** Whether the client's work was not over when the platform was killed. */
  readonly inTheMiddle: boolean;
  /** What the client says of the release after the restart. */
  readonly state: string;
}

interface KilledChart {
  /** Its name, and that of its release: another for each run, as others may use the same Docker Engine. */
  readonly name: string;
  readonly file: string;
}

/** Kills the local platform in the middle of its work again and again; throws when one restart does not put it right. */
export async function killPlatform(folder: string, kills: readonly Kill[]): Promise<Killed[]> {
  const chart = await packChart(folder);
  const state = join(folder, 'state');
  const http = createHttpClient({ http: undefined, https: undefined, no: undefined });
  const killed: Killed[] = [];
  let platform: PlatformProcess | undefined;
  try {
    platform = await startPlatformProcess(state);
    await upload(connectionTo(platform), chart);
    for (const kill of kills) {
      const before = connectionTo(platform);
      if (kill.during === 'uninstall') await installRelease(before, installOf(chart), recordStep().step);
      let inTheMiddle = true;
      const work = begin(before, kill.during, chart).then(
        () => (inTheMiddle = false),
        () => undefined,
      );
      await sleep(kill.afterMs);
      const wasInTheMiddle = inTheMiddle;
      await platform.kill();
      await work;
      platform = await startPlatformProcess(state);
      killed.push({
        ...kill,
        inTheMiddle: wasInTheMiddle,
        state: await putRight(connectionTo(platform), chart, state),
      });
    }
    return killed;
  } finally {
    await platform?.stop();
    await http.close();
  }

  function connectionTo({ url, token }: PlatformProcess): PlatformConnection {
    // It does not come back before the client has given up.
    const pace = { tries: 1, awayMs: 200, readDeadlineMs: 20_000, installDeadlineMs: 20_000 };
    return { baseUrl: url, http, headers: { authorization: `Bearer ${token}` }, pace };
  }
}

const installOf = ({ name }: KilledChart): InstallOptions => ({
  chartName: name,
  version,
  keywords: ['kaapanaapplication'],
  parameters: {},
});

function begin(platform: PlatformConnection, during: Kill['during'], chart: KilledChart): Promise<unknown> {
  switch (during) {
    case 'install':
      return installRelease(platform, installOf(chart), recordStep().step);
    case 'uninstall':
      return uninstallRelease(platform, uninstallOf(chart, 'run'), recordStep().step);
    case 'upload':
      return upload(platform, chart);
  }
}

function uninstallOf({ name }: KilledChart, hooks: UninstallOptions['hooks']): UninstallOptions {
  return { releaseName: name, version, multiInstallable: false, hooks, timeoutMs: 60_000 };
}

async function upload(platform: PlatformConnection, { name, file }: KilledChart): Promise<void> {
  // In small pieces, so that there is a middle.
  const slowly = { ...platform, pace: { ...platform.pace, ...chunksOf(2048) } };
  await uploadChart(slowly, { file, name: `${name}-${version}.tgz` }, recordStep().step);
}

/** After a restart: the client has a word for the release, force-uninstall removes all of it, an upload works. */
async function putRight(platform: PlatformConnection, chart: KilledChart, state: string): Promise<string> {
  assert.deepEqual(await readdir(join(state, 'uploads')), [], 'unfinished uploads are gone');
  const { extensions, broken } = await listExtensions(platform, signal);
  assert.deepEqual(broken, []);
  const release = readCatalogue(extensions)
    .flatMap(({ releases }) => releases)
    .find(({ name }) => name === chart.name);
  const described = release?.state;
  if (described !== undefined && 'reason' in described) assert.notEqual(described.reason, '');
  await uninstallRelease(platform, uninstallOf(chart, 'skip'), recordStep().step);
  assert.equal(await chartStatus(platform, chart.name, signal), undefined);
  await untilNoContainers(chart);
  for (const folder of ['releases', 'logs/' + chart.name, 'trash', 'pods']) {
    await untilEmpty(join(state, folder));
  }
  await upload(platform, chart);
  return described?.kind ?? 'absent';
}

/** Pods get some seconds to end, as on a cluster. */
function untilNoContainers({ name }: KilledChart): Promise<void> {
  const filter = `label=kaapana-edk.release=${name}`;
  return untilNone('containers stay', async () =>
    (await run('docker', ['ps', '-aq', '--filter', filter])).stdout.trim(),
  );
}

function untilEmpty(folder: string): Promise<void> {
  return untilNone(`${folder} is not empty`, async () => (await readdir(folder).catch(() => [])).join(' '));
}

async function untilNone(problem: string, look: () => Promise<string>): Promise<void> {
  const end = Date.now() + 60_000;
  for (let seen = await look(); seen !== ''; seen = await look()) {
    assert.ok(Date.now() < end, `${problem}: ${seen}`);
    await sleep(100);
  }
}

async function packChart(folder: string): Promise<KilledChart> {
  const name = `edk-killed-${randomBytes(4).toString('hex')}-chart`;
  const source = join(folder, name);
  await mkdir(join(source, 'templates'), { recursive: true });
  const image = process.env['EDK_ROOT_IMAGE'] ?? '';
  const job = (name: string, command: string, hook: string) => `apiVersion: batch/v1
kind: Job
metadata:
  name: ${name}
  namespace: '{{ .Values.global.services_namespace }}'
  annotations: { ${hook} }
spec:
  template:
    spec:
      restartPolicy: Never
      containers: [{ name: main, image: '${image}', imagePullPolicy: IfNotPresent, command: [sh, -c, '${command}'] }]
---
`;
  await writeFile(
    join(source, 'Chart.yaml'),
    `apiVersion: v2\nname: ${name}\nversion: ${version}\nkeywords: [kaapanaapplication]\n`,
  );
  await writeFile(join(source, 'values.yaml'), 'global: {}\n');
  await writeFile(
    join(source, 'templates', 'all.yaml'),
    job('killed-before', 'sleep 0.2', 'helm.sh/hook: pre-install') +
      job('killed-main', 'sleep 600', 'none: none') +
      job('killed-end', 'sleep 0.2', 'helm.sh/hook: pre-delete'),
  );
  await writeFile(join(source, 'ballast'), randomBytes(128 * 1024));
  const helm = process.env['EDK_HELM'] ?? 'helm';
  await run(helm, ['package', source, '-d', folder]);
  return { name, file: join(folder, `${name}-${version}.tgz`) };
}
