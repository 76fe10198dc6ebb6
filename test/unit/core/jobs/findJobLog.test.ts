import assert from 'node:assert/strict';
import { join } from 'node:path';
import { findJobLog } from '../../../../src/core/jobs/findJobLog.ts';
import { runJob } from '../../../../src/core/jobs/runJob.ts';
import { rejection } from '../../../support/rejection.ts';
import { useTemporaryFolder } from '../../../support/temporaryFolder.ts';

describe('findJobLog', () => {
  const state = useTemporaryFolder();
  const run = (id: string, project: string, images: Readonly<Record<string, readonly string[]>>) =>
    runJob(
      {
        id,
        verb: 'build image',
        project: join(state.path, project),
        stateFolder: state.path,
        sink: () => undefined,
        signal: new AbortController().signal,
      },
      (step) =>
        step.run('Images', (building) =>
          Promise.all(
            Object.entries(images).map(([image, lines]) =>
              building.run(image, (inner) =>
                inner.run('Build', async (build) => {
                  for (const line of lines) {
                    build.log(line);
                    // Another image prints in between.
                    await Promise.resolve();
                  }
                }),
              ),
            ),
          ),
        ),
    );

  it('gives what images printed side by side, each as a whole', async () => {
    await run('20260101-1', 'a', { one: ['1a', '1b', '1c'], two: ['2a', '2b', '2c'], quiet: [] });
    const { job, steps } = await findJobLog({ stateFolder: state.path });
    assert.equal(job.id, '20260101-1');
    assert.deepEqual(steps, [
      { path: ['Images', 'one', 'Build'], outcome: 'done', lines: ['1a', '1b', '1c'] },
      { path: ['Images', 'two', 'Build'], outcome: 'done', lines: ['2a', '2b', '2c'] },
    ]);
  });

  it('finds the newest job that built the image, of the project that was asked for', async () => {
    await run('20260101-1', 'a', { one: ['old'], two: ['two'] });
    await run('20260101-2', 'a', { one: ['new'] });
    await run('20260101-3', 'b', { one: ['of b'] });
    await run('20260101-4', 'b', {});
    const ask = async (question: { step?: string; project?: string }) =>
      (await findJobLog({ stateFolder: state.path, ...question })).steps.flatMap(({ lines }) => lines);
    assert.deepEqual(await ask({ step: 'two' }), ['two']);
    assert.deepEqual(await ask({ step: 'one' }), ['of b']);
    assert.deepEqual(await ask({}), ['of b']);
    assert.deepEqual(await ask({ step: 'one', project: join(state.path, 'a') }), ['new']);
    await rejection(ask({ step: 'three' }), 'job.noLog');
    await rejection(ask({ project: join(state.path, 'c') }), 'job.noLog');
  });
});
