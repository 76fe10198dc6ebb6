import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPlatformRecord } from '../../../../src/core/settings/localPlatform.ts';
import { checkNotRunning, removePlatformFile, writePlatformFile } from '../../../../src/sandbox/state/platformFile.ts';

describe('platform.json', () => {
  let folder: string;
  let file: string;
  const content = {
    url: 'http://127.0.0.1:1/kube-helm-api/',
    registry: { push: 'localhost:2', pull: 'localhost:2' },
    buildVersion: '0.6.0',
    folders: { dags: '/d', plugins: '/p', charts: '/c', logs: '/l' },
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edk-sandbox-'));
    file = join(folder, 'platform.json');
    await writePlatformFile(folder, content);
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  async function belongsTo(process: { pid: number; started?: string }): Promise<void> {
    const record = (await readPlatformRecord(folder)) ?? {};
    await writeFile(file, JSON.stringify({ ...record, started: undefined, ...process }));
  }

  it('tells of this process until it is removed', async () => {
    const record = await readPlatformRecord(folder);
    assert.deepEqual([record?.pid, record?.url], [process.pid, content.url]);
    await checkNotRunning(folder);
    await removePlatformFile(folder);
    assert.equal(await readPlatformRecord(folder), undefined);
  });

  it('stops a second platform on the same folder', async () => {
    await belongsTo({ pid: process.ppid });
    await assert.rejects(checkNotRunning(folder), {
      code: 'platform.alreadyRunning',
      message: `A local platform is already running at ${content.url}.`,
    });
  });

  it('does not take another process with the same number for a platform', async () => {
    await belongsTo({ pid: process.ppid, started: '1' });
    await checkNotRunning(folder);
  });

  it('takes a damaged file for none', async () => {
    await writeFile(file, (await readFile(file, 'utf8')).slice(0, 20));
    await checkNotRunning(folder);
    assert.equal(await readPlatformRecord(folder), undefined);
  });
});
