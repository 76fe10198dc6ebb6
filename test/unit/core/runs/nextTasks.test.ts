import assert from 'node:assert/strict';
import type { DagTask, TriggerRule } from '../../../../src/core/runs/dag/dagSchema.ts';
import { nextTasks, notChosen, workflowOutcome, type TaskState } from '../../../../src/core/runs/nextTasks.ts';
import { dagTask } from '../../../support/runs/dagTask.ts';

const limits = { memoryMb: 10_000, tasks: 16 };
const letters: Readonly<Record<string, TaskState>> = {
  d: 'done',
  s: 'skipped',
  f: 'failed',
  u: 'upstreamFailed',
  w: 'waiting',
  r: 'running',
};

/** What becomes of a task with this rule after tasks in these states. */
function decision(triggerRule: TriggerRule, before: string): string {
  const upstream = Array.from(before).map((_, index) => `t${index}`);
  const tasks = [...upstream.map((id) => dagTask(id)), dagTask('after', { upstream, triggerRule })];
  const states = new Map(Array.from(before).map((letter, index) => [`t${index}`, letters[letter] ?? 'waiting']));
  const { start, mark } = nextTasks({ tasks, states, limits });
  if (start.some(({ id }) => id === 'after')) return 'run';
  return mark.find(({ id }) => id === 'after')?.state ?? 'wait';
}

describe('nextTasks', () => {
  const table: readonly (readonly [TriggerRule, Readonly<Record<string, string>>])[] = [
    [
      'all_success',
      { dd: 'run', dr: 'wait', ds: 'skipped', df: 'upstreamFailed', sf: 'upstreamFailed', du: 'upstreamFailed' },
    ],
    ['all_failed', { ff: 'run', fu: 'run', fr: 'wait', fd: 'skipped', fs: 'skipped' }],
    ['all_done', { dsf: 'run', dr: 'wait' }],
    ['one_success', { dr: 'run', fr: 'wait', ff: 'upstreamFailed', ss: 'skipped' }],
    ['one_failed', { fr: 'run', dr: 'wait', ds: 'skipped' }],
    ['one_done', { fr: 'run', dr: 'run', sr: 'wait', ss: 'skipped' }],
    ['none_failed', { ds: 'run', ss: 'run', df: 'upstreamFailed', dr: 'wait' }],
    ['none_skipped', { df: 'run', ds: 'skipped', dr: 'wait' }],
    ['none_failed_min_one_success', { ds: 'run', ss: 'skipped', sf: 'upstreamFailed', sr: 'wait' }],
    ['all_skipped', { ss: 'run', sd: 'skipped', sr: 'wait' }],
    ['always', { rr: 'run', ff: 'run' }],
  ];
  for (const [rule, cases] of table) {
    it(`follows ${rule}`, () => {
      for (const [before, expected] of Object.entries(cases)) assert.equal(decision(rule, before), expected, before);
    });
  }

  const start = (tasks: readonly DagTask[], states: ReadonlyMap<string, TaskState>, most = limits): string[] =>
    nextTasks({ tasks, states, limits: most }).start.map(({ id }) => id);

  it('starts side by side what the memory allows, and what needs more by itself', () => {
    const tasks = [
      dagTask('a', { memoryMb: 6000 }),
      dagTask('b', { memoryMb: 6000 }),
      dagTask('c', { memoryMb: 3000 }),
    ];
    assert.deepEqual(start(tasks, new Map()), ['a', 'c']);
    assert.deepEqual(start(tasks, new Map([['a', 'running']])), ['c']);
    assert.deepEqual(start([dagTask('huge', { memoryMb: 64_000 })], new Map()), ['huge']);
    assert.deepEqual(start(tasks, new Map(), { memoryMb: 64_000, tasks: 1 }), ['a']);
  });

  it('skips what a branch did not choose, but not what comes after a choice', () => {
    const tasks = [
      dagTask('branch'),
      dagTask('left', { upstream: ['branch'] }),
      dagTask('right', { upstream: ['branch'] }),
      dagTask('join', { upstream: ['branch', 'left', 'right'], triggerRule: 'none_failed_min_one_success' }),
    ];
    assert.deepEqual(notChosen(tasks, 'branch', ['left']), ['right']);
    assert.deepEqual(notChosen(tasks, 'branch', []), ['left', 'right', 'join']);
    const states = new Map<string, TaskState>([
      ['branch', 'done'],
      ['left', 'done'],
      ['right', 'skipped'],
    ]);
    assert.deepEqual(start(tasks, states), ['join']);
  });

  it('judges a workflow by its last tasks', () => {
    const tasks = [dagTask('work'), dagTask('clean', { upstream: ['work'], triggerRule: 'all_done' })];
    const outcome = (work: TaskState, clean: TaskState): string =>
      workflowOutcome({
        tasks,
        states: new Map([
          ['work', work],
          ['clean', clean],
        ]),
      });
    assert.equal(outcome('failed', 'done'), 'done');
    assert.equal(outcome('done', 'failed'), 'failed');
    assert.equal(outcome('done', 'skipped'), 'done');
    const cleaned = tasks.map((task) =>
      task.id === 'clean' ? { ...task, operator: 'LocalWorkflowCleanerOperator' } : task,
    );
    const states = new Map<string, TaskState>([
      ['work', 'failed'],
      ['clean', 'done'],
    ]);
    assert.equal(workflowOutcome({ tasks: cleaned, states }), 'failed');
  });
});
