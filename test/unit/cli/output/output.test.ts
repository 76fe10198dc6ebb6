import assert from 'node:assert/strict';
import { stripVTControlCharacters } from 'node:util';
import { formatDuration } from '../../../../src/core/text/formatAmounts.ts';
import { formatTable } from '../../../../src/cli/output/formatTable.ts';
import { createJsonOutput, createPlainOutput } from '../../../../src/cli/output/createOutput.ts';
import { liveLines } from '../../../../src/cli/output/terminalOutput.ts';
import type { Output } from '../../../../src/cli/output/output.ts';
import { StepTree } from '../../../../src/core/jobs/stepTree.ts';
import { EdkError } from '../../../../src/core/errors/edkError.ts';
import type { JobEvent } from '../../../../src/core/jobs/jobEvent.ts';
import { performJob } from '../../../../src/core/jobs/runJob.ts';
import type { JobStep } from '../../../../src/core/jobs/jobStep.ts';

function collector(): { write(text: string): void; text(): string } {
  let all = '';
  return {
    write: (text) => {
      all += stripVTControlCharacters(text);
    },
    text: () => all,
  };
}

async function play(output: Output, work: (step: JobStep) => Promise<unknown>): Promise<void> {
  const { signal } = new AbortController();
  await performJob({ id: 'job', verb: 'deploy', signal, sink: output.sink }, work);
}

describe('plain output', () => {
  it('says for each line of output which steps it belongs to, also when they run side by side', async () => {
    const stream = collector();
    await play(createPlainOutput(stream, collector()), (job) =>
      job.run('Images', (images) =>
        Promise.all(
          ['one', 'two'].map((name) =>
            images.run(name, async (image) => {
              await Promise.resolve();
              image.log(`line of ${name}`);
            }),
          ),
        ),
      ),
    );
    assert.match(stream.text(), /^Images \/ one \| line of one$/m);
    assert.match(stream.text(), /^Images \/ two \| line of two$/m);
  });

  it('puts errors on the error stream: what, where, their words, what to do', async () => {
    const [stream, errors] = [collector(), collector()];
    await play(createPlainOutput(stream, errors), () =>
      Promise.reject(
        new EdkError('build.failed', 'The step failed.', { detail: 'a\nb', place: { file: 'Dockerfile', line: 7 } }),
      ),
    );
    assert.deepEqual(errors.text().split('\n').slice(0, 5), [
      '✖ The step failed.',
      '  Dockerfile:7',
      '  │ a',
      '  │ b',
      '  → See the output of the step that failed. (build.failed)',
    ]);
    assert.equal(stream.text(), '');
  });
});

describe('json output', () => {
  it('writes one event per line and nothing else', async () => {
    const stream = collector();
    const output = createJsonOutput(stream);
    await play(output, async (job) => {
      await job.run('step', (step) => {
        step.log('text');
        return Promise.resolve();
      });
      output.show('for people');
      return { answer: 42 };
    });
    const events = stream
      .text()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as JobEvent);
    const last = events.at(-1);
    assert.ok(last?.type === 'job-finished');
    assert.deepEqual(last.value, { answer: 42 });
    assert.equal(events.length, 5);
  });
});

describe('live lines of a terminal', () => {
  const started = (step: number, title: string, parent?: number) =>
    ({ type: 'step-started', time: new Date(0).toISOString(), step, title, parent }) as const;
  const build = (): StepTree => {
    const tree = new StepTree();
    tree.start(started(1, 'Images'));
    tree.start(started(2, 'one', 1));
    tree.start(started(3, 'two', 1));
    tree.start(started(4, 'Build', 2));
    tree.start(started(5, 'Build', 3));
    tree.finish({ type: 'step-finished', time: '', step: 4, outcome: 'done', durationMs: 1500, note: 'cached' });
    return tree;
  };
  const view = { now: 2000, spinner: '*', activity: new Map([[5, 'RUN pip install']]), rows: 20, columns: 80 };
  const plain = (lines: readonly string[]): string[] => lines.map((line) => stripVTControlCharacters(line));

  it('show what runs and what ended inside it as a tree', () => {
    assert.deepEqual(plain(liveLines(build().runningRoots, view)), [
      '* Images 2.0 s',
      '  * one 2.0 s',
      '    ✔ Build · cached 1.5 s',
      '  * two 2.0 s',
      '    * Build 2.0 s · RUN pip install',
    ]);
  });

  it('leave out what ended when there is no room, and never take more rows than there are', () => {
    assert.ok(!plain(liveLines(build().runningRoots, { ...view, rows: 5 })).some((line) => line.includes('✔')));
    assert.equal(liveLines(build().runningRoots, { ...view, rows: 3 }).length, 2);
  });

  it('are cut where they would wrap', () => {
    const lines = plain(liveLines(build().runningRoots, { ...view, columns: 20 }));
    assert.ok(
      lines.every((line) => line.length < 20),
      lines.join('\n'),
    );
  });
});

describe('formatting', () => {
  for (const [milliseconds, text] of [
    [40, '0.0 s'],
    [9949, '9.9 s'],
    [12_400, '12 s'],
    [59_600, '60 s'],
    [185_000, '3 min 5 s'],
  ] as const) {
    it(`writes ${milliseconds} ms as ${text}`, () => {
      assert.equal(formatDuration(milliseconds), text);
    });
  }

  it('aligns the columns of a table', () => {
    const lines = stripVTControlCharacters(
      formatTable(
        ['NAME', 'STATE'],
        [
          ['a', 'running'],
          ['longer', 'x'],
        ],
        'Nothing.',
      ),
    ).split('\n');
    assert.deepEqual(lines, ['NAME    STATE', 'a       running', 'longer  x']);
  });

  it('says what is missing in place of an empty table', () => {
    assert.equal(stripVTControlCharacters(formatTable(['NAME'], [], 'Nothing.')), 'Nothing.');
  });
});
