import assert from 'node:assert/strict';
import { createWriteStream } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack, type Pack } from 'tar-stream';
import { createHttpClient } from '../../../src/core/http/httpClient.ts';
import { checkChartFile } from '../../../src/core/platform/checkChartFile.ts';
import { checkHealth, listExtensions } from '../../../src/core/platform/platformApi.ts';
import type { PlatformConnection } from '../../../src/core/platform/platformConnection.ts';
import { uploadChart } from '../../../src/core/platform/upload/uploadChart.ts';
import type { LocalPlatform } from '../../../src/sandbox/start/openPlatform.ts';
import { chartEntries } from '../../support/packChart.ts';
import { recordStep } from '../../support/recordingStep.ts';
import { rejection } from '../../support/rejection.ts';
import { startPlatformHere } from '../../support/sandbox/startPlatformHere.ts';
import { useTemporaryFolder } from '../../support/temporaryFolder.ts';

const { signal } = new AbortController();
const name = 'bomb-workflow';

type Fill = (tar: Pack) => Promise<void> | void;

/** What is hidden in a chart that is a good one otherwise; and whether Helm, which the platform asks, refuses it. */
const bombs: Readonly<
  Record<string, { readonly fill: Fill; readonly client: RegExp; readonly helm: 'refuses' | 'takes' }>
> = {
  'a gigabyte of zeros': { fill: addZeros, client: /zeros is too long/, helm: 'refuses' },
  '100,000 entries': { fill: addMany, client: /more than 10000 entries/, helm: 'takes' },
  'an absolute path': { fill: (tar) => add(tar, '/edk-bomb'), client: /points outside/, helm: 'takes' },
  'a path that leads out': {
    fill: (tar) => add(tar, `${name}/../../edk-bomb`),
    client: /points outside/,
    helm: 'refuses',
  },
  'a link': {
    fill: (tar) => void tar.entry({ name: `${name}/templates/x.yaml`, type: 'symlink', linkname: '/etc/passwd' }),
    client: /symlink/,
    helm: 'takes',
  },
  'two Chart.yaml': {
    fill: (tar) => add(tar, `${name}/Chart.yaml`, 'name: other'),
    client: /twice/,
    helm: 'takes',
  },
};

describe('a chart with', function () {
  this.timeout(300_000);
  const folder = useTemporaryFolder();
  const http = createHttpClient({ http: undefined, https: undefined, no: undefined });
  let state = '';
  let local: LocalPlatform;
  let platform: PlatformConnection;

  beforeEach(async () => {
    state = join(folder.path, 'state');
    local = await startPlatformHere(state);
    platform = { baseUrl: local.url, http, headers: { authorization: `Bearer ${local.token}` } };
  });
  afterEach(async () => {
    await local.close();
    await rm(state, { recursive: true, force: true });
  });
  after(() => http.close());

  for (const [title, { fill, client, helm }] of Object.entries(bombs)) {
    it(`${title}: the client does not send it, and a local platform that gets it stays well`, async () => {
      const file = await packBomb(join(folder.path, `${name}-0.6.0.tgz`), fill);
      const before = process.memoryUsage.rss();
      assert.match((await rejection(checkChartFile(file, { signal }), 'chart.invalid')).message, client);
      const source = { file, name: `${name}-0.6.0.tgz` };
      const upload = uploadChart(platform, source, recordStep().step);
      if (helm === 'refuses') await rejection(upload, 'platform.uploadRefused');
      else await upload;
      const grown = (process.memoryUsage.rss() - before) / 2 ** 20;
      assert.ok(grown < 200, `The process grew by ${grown.toFixed(0)} MiB.`);
      await checkHealth(platform, signal);
      await listExtensions(platform, signal);
      assert.deepEqual(await readdir(local.state.charts), [`${name}-0.6.0.tgz`]);
      assert.ok(
        ![...(await readdir('/')), ...(await readdir(folder.path)), ...(await readdir(state))].includes('edk-bomb'),
      );
    });
  }
});

function add(tar: Pack, path: string, content = 'x'): void {
  tar.entry({ name: path }, content);
}

async function addMany(tar: Pack): Promise<void> {
  for (let index = 0; index < 100_000; index++) {
    await new Promise((resolve) => tar.entry({ name: `${name}/files/${index}` }, 'x', resolve));
  }
}

async function addZeros(tar: Pack): Promise<void> {
  const block = Buffer.alloc(1024 * 1024);
  const blocks = 1024;
  const entry = tar.entry({ name: `${name}/files/zeros`, size: blocks * block.length });
  for (let index = 1; index < blocks; index++) {
    if (!entry.write(block)) await new Promise<void>((resolve) => entry.once('drain', () => resolve()));
  }
  entry.end(block);
}

async function packBomb(file: string, fill: Fill): Promise<string> {
  const tar = pack();
  const writing = pipeline(tar, createGzip(), createWriteStream(file));
  for (const [path, entry] of chartEntries(name)) if (typeof entry === 'string') tar.entry({ name: path }, entry);
  add(
    tar,
    `${name}/templates/map.yaml`,
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: map, namespace: services }',
  );
  await fill(tar);
  tar.finalize();
  await writing;
  return file;
}
