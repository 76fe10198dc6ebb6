import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EdkError } from '../../../../src/core/errors/edkError.ts';
import type { JobEvent } from '../../../../src/core/jobs/jobEvent.ts';
import type { JobStep } from '../../../../src/core/jobs/jobStep.ts';
import { runJob } from '../../../../src/core/jobs/runJob.ts';
import { useTemporaryFolder } from '../../../support/temporaryFolder.ts';

describe('runJob', () => {
  const state = useTemporaryFolder();

  const run = async (
    work: (step: JobStep) => Promise<unknown>,
    options: { project?: string; signal?: AbortSignal } = {},
  ) => {
    const events: JobEvent[] = [];
    const end = await runJob(
      {
        verb: 'build image',
        project: options.project,
        stateFolder: state.path,
        signal: options.signal ?? new AbortController().signal,
        sink: (event) => void events.push(event),
      },
      work,
    );
    return { events, end };
  };
  const journalFolder = (): string => {
    const [id, ...others] = readdirSync(join(state.path, 'jobs'));
    assert.ok(id !== undefined && others.length === 0);
    return join(state.path, 'jobs', id);
  };

  it('tells the steps in order, with parents, notes and the value at the end', async () => {
    const { events, end } = await run(async (step) => {
      await step.run('outer', async (outer) => {
        await outer.run('inner', async (inner) => {
          inner.log('working');
          inner.skip('nothing to do');
          await Promise.resolve();
        });
      });
      return { digest: 'sha256:1' };
    });

    assert.equal(end.outcome, 'succeeded');
    assert.deepEqual(
      events.map((event) => [event.type, 'step' in event ? event.step : undefined]),
      [
        ['job-started', undefined],
        ['step-started', 1],
        ['step-started', 2],
        ['log', 2],
        ['step-finished', 2],
        ['step-finished', 1],
        ['job-finished', undefined],
      ],
    );
    const inner = events[4];
    assert.ok(inner?.type === 'step-finished' && inner.outcome === 'skipped' && inner.note === 'nothing to do');
    const last = events.at(-1);
    assert.ok(last?.type === 'job-finished');
    assert.deepEqual(last.value, { digest: 'sha256:1' });
  });

  it('writes every event and the outcome into the journal', async () => {
    const { events } = await run((step) => step.run('only', async () => Promise.resolve()));

    const written = readFileSync(join(journalFolder(), 'events.ndjson'), 'utf8').trim().split('\n');
    assert.deepEqual(
      written.map((line) => JSON.parse(line) as unknown),
      JSON.parse(JSON.stringify(events)),
    );
    const record = JSON.parse(readFileSync(join(journalFolder(), 'job.json'), 'utf8')) as Record<string, unknown>;
    assert.equal(record['outcome'], 'succeeded');
    assert.equal(record['verb'], 'build image');
  });

  it('has the events on disk while the job still runs', async () => {
    await run(async (step) => {
      step.log('before the crash');
      const written = readFileSync(join(journalFolder(), 'events.ndjson'), 'utf8');
      assert.match(written, /before the crash/);
      await Promise.resolve();
    });
  });

  it('reports a failure with code, remedy and place, and marks the step', async () => {
    const { events, end } = await run((step) =>
      step.run('breaks', async () => {
        await Promise.resolve();
        throw new EdkError('build.failed', 'It broke.', { place: { file: 'Dockerfile', line: 3 } });
      }),
    );
    assert.equal(end.outcome, 'failed');
    const [stepEnd, jobEnd] = events.slice(-2);
    assert.ok(stepEnd?.type === 'step-finished' && stepEnd.outcome === 'failed');
    assert.ok(jobEnd?.type === 'job-finished' && jobEnd.error !== undefined);
    assert.equal(jobEnd.error.code, 'build.failed');
    assert.deepEqual(jobEnd.error.place, { file: 'Dockerfile', line: 3 });
  });

  it('calls a cancelled job cancelled, without an error', async () => {
    const controller = new AbortController();
    const { events, end } = await run(
      (step) =>
        step.run('waits', () => {
          controller.abort();
          step.signal.throwIfAborted();
          return Promise.resolve();
        }),
      { signal: controller.signal },
    );
    assert.equal(end.outcome, 'cancelled');
    const last = events.at(-1);
    assert.ok(last?.type === 'job-finished' && last.outcome === 'cancelled' && last.error === undefined);
  });

  it('refuses a second job on the same project and names the first; afterwards the project is free', async () => {
    const second = { outcome: '', message: '' };
    await run(
      async () => {
        const { end } = await run(() => Promise.resolve(), { project: '/projects/liver' });
        second.outcome = end.outcome;
        second.message = end.error instanceof Error ? end.error.message : '';
      },
      { project: '/projects/liver' },
    );
    assert.equal(second.outcome, 'failed');
    assert.match(second.message, new RegExp(`"edk build image" \\(process ${process.pid}\\).*/projects/liver`));

    const { end } = await run(() => Promise.resolve(), { project: '/projects/liver' });
    assert.equal(end.outcome, 'succeeded');
  });
});
