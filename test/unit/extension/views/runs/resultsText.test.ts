import assert from 'node:assert/strict';
import { resultsText } from '../../../../../src/extension/views/runs/resultsText.ts';
import type { RunRecord, RunTask } from '../../../../../src/shared/runs/runRecord.ts';
import { inEnglish } from '../../../../support/inEnglish.ts';

const task: RunTask = {
  ...{ id: 'lungs', kind: 'container', upstream: [], state: 'done', attempt: 1, command: [], environment: {} },
  ...{ started: '2026-12-01T10:00:00Z', ended: '2026-12-01T10:00:02Z', series: [], files: [] },
};
const record: RunRecord = {
  ...{ version: 1, id: 'lungs-1', kind: 'container', project: { folder: '/lungs', name: 'lungs' } },
  ...{ data: { kind: 'sample' }, form: {}, started: '2026-12-01T10:00:00Z', batch: 'batch' },
  ...{ outcome: 'done', tasks: [task] },
};

describe('resultsText', () => {
  it('shows tasks, tables and values', () => {
    const text = resultsText(
      record,
      [
        { kind: 'table', file: 'batch/features.csv', table: { header: ['series', 'mean'], rows: [['1.2', '3.5']] } },
        { kind: 'values', file: 'report.json', values: [{ path: 'series.0.volume', value: 12 }] },
      ],
      inEnglish,
    );
    assert.match(text, /^# lungs: done$/m);
    assert.match(text, /^\| lungs \| done \| 2(\.0)? s \| 0 \|$/m);
    assert.match(text, /^\| series \| mean \|\n\| --- \| --- \|\n\| 1\.2 \| 3\.5 \|$/m);
    assert.match(text, /^\| series\.0\.volume \| 12 \|$/m);
  });

  it('says why a task ended, and what was taken from an earlier run', () => {
    const states: [Partial<RunTask>, RegExp][] = [
      [{ state: 'failed', reason: 'It ended with 1.' }, /failed: It ended with 1\./],
      [{ state: 'waiting' }, /waiting/],
      [{ reusedFrom: 'lungs-0' }, /unchanged since lungs-0/],
    ];
    for (const [change, expected] of states) {
      assert.match(resultsText({ ...record, tasks: [{ ...task, ...change }] }, [], inEnglish), expected);
    }
    assert.match(resultsText({ ...record, outcome: undefined }, [], inEnglish), /not finished/);
  });

  it('lets no text of a container become a link, a picture or a cell', () => {
    const cell = '![x](http://evil.example/) | <img src=x> \n# heading';
    const table = { header: [cell], rows: [[cell]] };
    const text = resultsText(record, [{ kind: 'table', file: 'a.csv', table }], inEnglish);
    assert.doesNotMatch(text, /(?<!\\)\[x|(?<!\\)<img|^# heading/m);
  });
});
