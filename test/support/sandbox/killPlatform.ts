import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createHttpClient } from '../../../src/core/http/httpClient.ts';
import { readCatalogue } from '../../../src/core/platform/catalogue/readCatalogue.ts';
import { installRelease } from '../../../src/core/platform/installRelease.ts';
import { chartStatus, listExtensions, requestUninstall } from '../../../src/core/platform/platformApi.ts';
import type { PlatformConnection } from '../../../src/core/platform/platformConnection.ts';
import { uninstallRelease } from '../../../src/core/platform/uninstallRelease.ts';
import { uploadChart } from '../../../src/core/platform/upload/uploadChart.ts';
import { recordStep } from '../recordingStep.ts';
import { startPlatformProcess, type PlatformProcess } from './startPlatformProcess.ts';

const run = promisify(execFile);
const { signal } = new AbortController();
const chart = { chartName: 'edk-killed-chart', version: '0.1.0', keywords: ['kaapanaapplication'], parameters: {} };
const tries = ['install', 'uninstall', 'upload'] as const;

export interface Kill {
  readonly during: (typeof tries)[number];
  readonly afterMs: number;
  /** What the client says of the release after the restart. */
  readonly state: string;
}

/** Kills the local platform in the middle of its work again and again; throws when one restart does not put it right. */
export async function killPlatform(folder: string, delays: readonly number[]): Promise<Kill[]> {
  const file = await packChart(folder);
  const state = join(folder, 'state');
  const http = createHttpClient({ http: undefined, https: undefined, no: undefined });
  const kills: Kill[] = [];
  let platform: PlatformProcess | undefined;
  try {
    platform = await startPlatformProcess(state);
    await upload(connectionTo(platform), file);
    for (const [index, afterMs] of delays.entries()) {
      const during = tries[index % tries.length] ?? 'install';
      const before = connectionTo(platform);
      if (during === 'uninstall') await installRelease(before, chart, recordStep().step);
      const work = begin(before, during, file).catch(() => undefined);
      await sleep(afterMs);
      await platform.kill();
      await work;
      platform = await startPlatformProcess(state);
      kills.push({ during, afterMs, state: await putRight(connectionTo(platform), { state, file }) });
    }
    return kills;
  } finally {
    await platform?.stop();
    await http.close();
  }

  function connectionTo({ url }: PlatformProcess): PlatformConnection {
    return { baseUrl: url, http, pace: { tries: 1, readDeadlineMs: 20_000, installDeadlineMs: 20_000 } };
  }
}

function begin(platform: PlatformConnection, during: Kill['during'], file: string): Promise<unknown> {
  switch (during) {
    case 'install':
      return installRelease(platform, chart, recordStep().step);
    case 'uninstall':
      return requestUninstall(
        platform,
        { releaseName: chart.chartName, version: chart.version, multiInstallable: false, hooks: 'run' },
        signal,
      );
    case 'upload':
      return upload(platform, file);
  }
}

async function upload(platform: PlatformConnection, file: string): Promise<void> {
  // In small pieces, so that there is a middle.
  const slowly = { ...platform, pace: { ...platform.pace, chunkBytes: 100 } };
  await uploadChart(slowly, { file, name: 'edk-killed-chart-0.1.0.tgz' }, recordStep().step);
}

/** After a restart: the client has a word for the release, force-uninstall removes all of it, an upload works. */
async function putRight(
  platform: PlatformConnection,
  { state, file }: { readonly state: string; readonly file: string },
): Promise<string> {
  assert.deepEqual(await readdir(join(state, 'uploads')), [], 'unfinished uploads are gone');
  const { extensions, broken } = await listExtensions(platform, signal);
  assert.deepEqual(broken, []);
  const release = readCatalogue(extensions)
    .flatMap(({ releases }) => releases)
    .find(({ name }) => name === chart.chartName);
  const described = release?.state;
  if (described !== undefined && 'reason' in described) assert.notEqual(described.reason, '');
  const hooks = {
    releaseName: chart.chartName,
    version: chart.version,
    multiInstallable: false,
    hooks: 'skip',
  } as const;
  await uninstallRelease(platform, { ...hooks, timeoutMs: 60_000 }, recordStep().step);
  assert.equal(await chartStatus(platform, chart.chartName, signal), undefined);
  assert.deepEqual(await readdir(join(state, 'releases')), []);
  await untilNoContainers();
  await upload(platform, file);
  return described?.kind ?? 'absent';
}

/** Pods get some seconds to end, as on a cluster. */
async function untilNoContainers(): Promise<void> {
  const list = async () =>
    (await run('docker', ['ps', '-aq', '--filter', `label=kaapana-edk.release=${chart.chartName}`])).stdout.trim();
  const end = Date.now() + 60_000;
  while ((await list()) !== '') {
    assert.ok(Date.now() < end, 'containers stay');
    await sleep(100);
  }
}

async function packChart(folder: string): Promise<string> {
  const source = join(folder, 'edk-killed-chart');
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
    'apiVersion: v2\nname: edk-killed-chart\nversion: 0.1.0\nkeywords: [kaapanaapplication]\n',
  );
  await writeFile(join(source, 'values.yaml'), 'global: {}\n');
  await writeFile(
    join(source, 'templates', 'all.yaml'),
    job('killed-before', 'sleep 0.2', 'helm.sh/hook: pre-install') +
      job('killed-main', 'sleep 600', 'none: none') +
      job('killed-end', 'sleep 0.2', 'helm.sh/hook: pre-delete'),
  );
  const helm = process.env['EDK_HELM'] ?? 'helm';
  await run(helm, ['package', source, '-d', folder]);
  return join(folder, 'edk-killed-chart-0.1.0.tgz');
}
