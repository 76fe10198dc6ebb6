import assert from 'node:assert/strict';
import { stripVTControlCharacters } from 'node:util';
import type { JobEvent } from '../../../../src/core/jobs/jobEvent.ts';
import { findPlaces, jobLogText, failuresInFiles, errorLines } from '../../../../src/extension/jobs/jobLog.ts';
import { JobProgress, jobTitle } from '../../../../src/extension/jobs/jobTitle.ts';
import { inEnglish } from '../../../support/inEnglish.ts';
import { EdkError } from '../../../../src/core/errors/edkError.ts';
import { parseJobEvent } from '../../../../src/core/jobs/parseJobEvent.ts';
import { reportError } from '../../../../src/core/jobs/reportError.ts';
import { restoreError } from '../../../../src/core/jobs/reportError.ts';
import { formatError } from '../../../../src/cli/output/formatJob.ts';

const time = '2026-11-22T09:30:00.000Z';
const events: readonly JobEvent[] = [
  { time, type: 'job-started', job: 'a', verb: 'deploy', project: '/work/liver' },
  { time, type: 'step-started', step: 1, title: 'Images' },
  { time, type: 'step-started', step: 2, parent: 1, title: 'dag-liver' },
  { time, type: 'step-started', step: 3, parent: 1, title: 'liver' },
  { time, type: 'log', step: 2, line: 'COPY files' },
  { time, type: 'log', step: 2, line: 'done' },
  { time, type: 'log', step: 3, line: 'RUN pip' },
  { time, type: 'warning', step: 3, message: 'The base is old.' },
  { time, type: 'step-finished', step: 2, outcome: 'done', durationMs: 1500, note: 'built' },
  { time, type: 'step-finished', step: 3, outcome: 'failed', durationMs: 200 },
  {
    time,
    type: 'job-finished',
    outcome: 'failed',
    durationMs: 2000,
    error: {
      code: 'build.failed',
      message: 'RUN pip failed.',
      remedy: 'See its output.',
      detail: 'no matching\ndistribution',
      place: { file: '/work/liver/Dockerfile', line: 4, column: 1 },
    },
  },
];

describe('jobLogText', () => {
  it('puts output below its step, names the step again when another one speaks, and ends with what to do', () => {
    const withoutTime = jobLogText(events).replaceAll(/^\d\d:\d\d:\d\d {3}/gm, '');
    assert.deepEqual(withoutTime.trimEnd().split('\n'), [
      'edk deploy',
      '           /work/liver',
      '▸ Images > dag-liver',
      '           │ COPY files',
      '           │ done',
      '▸ Images > liver',
      '           │ RUN pip',
      '! The base is old.',
      '✔ Images > dag-liver · built (1.5 s)',
      '✖ Images > liver (0.2 s)',
      '✖ Failed after 2.0 s.',
      '',
      '✖ RUN pip failed. (build.failed)',
      '  /work/liver/Dockerfile:4:1',
      '  │ no matching',
      '  │ distribution',
      '  → See its output.',
    ]);
  });

  it('bears a journal without its beginning', () => {
    assert.match(jobLogText(events.slice(4)), /▸ edk\n {11}│ COPY files/);
  });
});

describe('JobProgress', () => {
  it('shows the newest running step with what it tells', () => {
    const progress = new JobProgress();
    assert.equal(progress.line, '');
    for (const event of events.slice(0, 4)) progress.add(event);
    assert.equal(progress.line, 'Images / liver');
    progress.add({
      time,
      type: 'step-progress',
      step: 3,
      message: 'pushing',
      done: 1_500_000,
      total: 3_000_000,
      unit: 'bytes',
    });
    assert.equal(progress.line, 'Images / liver: pushing · 1.5 MB of 3.0 MB');
    progress.add({ time, type: 'step-finished', step: 3, outcome: 'done', durationMs: 1 });
    assert.equal(progress.line, 'Images / dag-liver');
  });
});

describe('findPlaces', () => {
  for (const [text, expected] of [
    ['  /work/liver/Dockerfile:12', ['/work/liver/Dockerfile', 12, undefined]],
    ['at /work/liver/x.py:7:3: wrong', ['/work/liver/x.py', 7, 3]],
    ['(/work/lebär/x.py:7)', ['/work/lebär/x.py', 7, undefined]],
    ['"/a/b.yaml:1"', ['/a/b.yaml', 1, undefined]],
  ] as const) {
    it(`finds the place in ${text}`, () => {
      const [place, ...others] = findPlaces(text);
      assert.deepEqual([place?.file, place?.line, place?.column], expected);
      assert.equal(others.length, 0);
      assert.ok(text.slice(place?.start, place?.end).startsWith('/'));
    });
  }

  for (const text of [
    'http://127.0.0.1:32080/kube-helm-api',
    'localhost:32000/liver:0.6.0',
    'registry.example.org/kaapana/liver:12',
    '/work/liver/Dockerfile',
    '09:30:12',
    'https://example.org/a/b:80/c',
  ]) {
    it(`takes ${text} for no place`, () => assert.deepEqual(findPlaces(text), []));
  }
});

describe('jobTitle', () => {
  it('names the project where there is one', () => {
    assert.equal(jobTitle({ verb: 'build image', project: '/work/liver' }, inEnglish), 'Build Image · liver');
    assert.equal(jobTitle({ verb: 'init', project: 'base images' }, inEnglish), 'Build Base Images');
    assert.equal(jobTitle({ verb: 'new kind' }, inEnglish), 'edk new kind');
  });
});

describe('an error that stands for several', () => {
  const at = (file: string, line: number): EdkError =>
    new EdkError('build.failed', `${file} failed.`, { place: { file, line }, detail: `output of ${file}` });
  const failures = [at('/a/Dockerfile', 3), at('/b/Dockerfile', 4), new EdkError('registry.failed', 'It is down.')];
  const error = new EdkError('build.failed', 'All of it.', { place: failures[0]?.place, failures });
  /** As the editor reads it from the journal. */
  const journaled = parseJobEvent(
    JSON.stringify({ time: '', type: 'job-finished', outcome: 'failed', durationMs: 1, error: reportError(error) }),
  );
  const read = journaled?.type === 'job-finished' ? journaled.error : undefined;

  it('is marked at the place of each, where there is one', () => {
    assert.ok(read);
    assert.deepEqual(
      failuresInFiles(read).map(({ place, message, detail }) => [place.file, place.line, message, detail]),
      [
        ['/a/Dockerfile', 3, '/a/Dockerfile failed.', 'output of /a/Dockerfile'],
        ['/b/Dockerfile', 4, '/b/Dockerfile failed.', 'output of /b/Dockerfile'],
      ],
    );
  });

  it('is told one after the other, with what the problem matcher looks for', () => {
    assert.ok(read);
    for (const coloured of [formatError(read), errorLines(read).join('\n')]) {
      const text = stripVTControlCharacters(coloured);
      assert.match(text, /✖ \/a\/Dockerfile failed\..*\n {2}\/a\/Dockerfile:3\n[^]*✖ \/b\/Dockerfile failed\./);
      assert.match(text, /\n {2}\/b\/Dockerfile:4\n[^]*✖ It is down\./);
    }
  });

  it('is the same when it is thrown again elsewhere', () => {
    assert.ok(read);
    assert.deepEqual(reportError(restoreError(read)), reportError(error));
  });

  it('is itself where it stands for no others', () => {
    const [first = assert.fail()] = failures;
    assert.deepEqual(
      failuresInFiles(reportError(first)).map(({ message }) => message),
      ['/a/Dockerfile failed.'],
    );
    assert.deepEqual(failuresInFiles(reportError(new EdkError('registry.failed', 'It is down.'))), []);
  });
});
