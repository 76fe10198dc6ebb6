import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pruneJobs } from '../../../../src/core/jobs/pruneJobs.ts';
import { useTemporaryFolder } from '../../../support/temporaryFolder.ts';
import { writeFiles } from '../../../support/writeFiles.ts';

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
