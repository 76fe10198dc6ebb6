import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cancelJob } from '../../../../src/core/jobs/runningJob.ts';
import { listJobs, pruneJobs } from '../../../../src/core/jobs/jobHistory.ts';
import { processIdentity } from '../../../../src/core/process/process.ts';
import { useTemporaryFolder } from '../../../support/temporaryFolder.ts';
import { writeFiles } from '../../../support/writeFiles.ts';

const gone = { pid: process.pid, started: 'another start' };
const finished = '{"time":"t","type":"job-finished","outcome":"failed","durationMs":1}\n';

describe('listJobs', () => {
  const temporary = useTemporaryFolder();

  function writeJob(id: string, record: object | string, events = ''): string {
    const folder = join(temporary.path, 'jobs', id);
    mkdirSync(folder, { recursive: true });
    const text = typeof record === 'string' ? record : JSON.stringify({ id, verb: 'deploy', process: gone, ...record });
    writeFileSync(join(folder, 'job.json'), text);
    writeFileSync(join(folder, 'events.ndjson'), events);
    return folder;
  }

  it('is empty where no job ever ran', async () => {
    assert.deepEqual(await listJobs(temporary.path), []);
  });

  it('tells the newest first, each with its state', async () => {
    writeJob('20260101T000001Z-deploy-a', { started: '2026-01-01T00:00:01Z', outcome: 'succeeded' });
    writeJob('20260101T000002Z-deploy-b', { started: '2026-01-01T00:00:02Z' });
    writeJob('20260101T000003Z-deploy-c', { started: '2026-01-01T00:00:03Z' }, finished);
    writeJob('20260101T000004Z-deploy-d', {
      started: '2026-01-01T00:00:04Z',
      process: await processIdentity(process.pid),
    });
    writeJob('20260101T000005Z-deploy-e', '{ cut');
    mkdirSync(join(temporary.path, 'jobs', '20260101T000006Z-deploy-f'));
    const jobs = await listJobs(temporary.path);
    assert.deepEqual(
      jobs.map(({ id, state }) => [id.slice(-1), state]),
      [
        ['d', 'running'],
        ['c', 'failed'],
        ['b', 'interrupted'],
        ['a', 'succeeded'],
      ],
    );
  });

  it('reads no more than it was asked for', async () => {
    for (const second of [1, 2, 3]) {
      writeJob(`2026010${second}T000000Z-deploy-x`, { started: `2026-01-0${second}T00:00:00Z`, outcome: 'succeeded' });
    }
    const jobs = await listJobs(temporary.path, { limit: 2 });
    assert.deepEqual(
      jobs.map(({ started }) => started.slice(0, 10)),
      ['2026-01-03', '2026-01-02'],
    );
  });

  it('cancels a running job by its process, and no other', async () => {
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { stdio: 'ignore' });
    try {
      await once(child, 'spawn');
      const identity = await processIdentity(child.pid ?? 0);
      const reused = writeJob('reused', { started: 't', process: { pid: identity.pid, started: 'another start' } });
      const ended = writeJob('ended', { started: 't', process: identity, outcome: 'succeeded' });
      assert.equal(await cancelJob(reused), 'notRunning');
      assert.equal(await cancelJob(ended), 'notRunning');
      assert.equal(child.killed || child.signalCode !== null, false);
      const exit = once(child, 'exit');
      assert.equal(await cancelJob(writeJob('running', { started: 't', process: identity })), 'asked');
      assert.deepEqual(await exit, [null, 'SIGTERM']);
    } finally {
      child.kill('SIGKILL');
    }
  });
});

const dayMs = 24 * 60 * 60 * 1000;

describe('pruneJobs', () => {
  const state = useTemporaryFolder();
  const left = (): string[] => readdirSync(join(state.path, 'jobs')).sort();

  /** One job for each age in days; its id is its index, the newest first. */
  async function writeJobs(
    ages: readonly number[],
    more: { outcome?: string; bytes?: number } = {},
  ): Promise<string[]> {
    const ids = ages.map((_, index) => `job-${String(99 - index)}`);
    for (const [index, age] of ages.entries()) {
      const id = ids[index] ?? '';
      const started = new Date(Date.now() - age * dayMs).toISOString();
      const outcome = 'outcome' in more ? more.outcome : 'succeeded';
      await writeFiles(join(state.path, 'jobs', id), {
        'job.json': JSON.stringify({ id, verb: 'deploy', process: { pid: process.pid }, started, outcome }),
        'events.ndjson': 'x'.repeat(more.bytes ?? 1),
      });
    }
    return ids;
  }
  const days = (count: number, age: number): number[] =>
    Array.from({ length: count }, (_, index) => age + index / 1000);

  it('removes what is too old, but keeps the newest ten', async () => {
    const ids = await writeJobs(days(14, 40));
    assert.deepEqual(await pruneJobs(state.path, { days: 30, bytes: 1e9 }), ids.slice(10));
    assert.deepEqual(left(), ids.slice(0, 10).sort());
  });

  it('removes the oldest while all are too large', async () => {
    const ids = await writeJobs(days(14, 0), { bytes: 10_000 });
    assert.deepEqual(await pruneJobs(state.path, { days: 30, bytes: 125_000 }), ids.slice(12));
  });

  it('keeps what is young and small, and what runs', async () => {
    await writeJobs(days(14, 0));
    assert.deepEqual(await pruneJobs(state.path, { days: 30, bytes: 1e9 }), []);
    await writeJobs(days(14, 40), { outcome: undefined as never });
    assert.deepEqual(await pruneJobs(state.path, { days: 30, bytes: 1 }), []);
  });

  it('has nothing to do where there are no jobs', async () => {
    assert.deepEqual(await pruneJobs(state.path), []);
  });
});
