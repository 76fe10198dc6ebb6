import type { DagTask, TriggerRule } from './dag/dagSchema.ts';

/** `upstreamFailed`: it never started, since something before it failed. */
export type TaskState = 'waiting' | 'running' | 'done' | 'skipped' | 'failed' | 'upstreamFailed';

export interface WorkflowState {
  readonly tasks: readonly DagTask[];
  readonly states: ReadonlyMap<string, TaskState>;
  /** In MB: what all tasks that run may have asked for together, and how many may run. */
  readonly limits: { readonly memoryMb: number; readonly tasks: number };
}

export interface NextTasks {
  readonly start: readonly DagTask[];
  /** Those that will not run, with the reason. */
  readonly mark: readonly {
    readonly id: string;
    readonly state: 'skipped' | 'upstreamFailed';
    readonly reason: string;
  }[];
}

/** What a workflow does next, as Airflow's scheduler would decide it. Nothing at all when it has ended or has to wait. */
export function nextTasks({ tasks, states, limits }: WorkflowState): NextTasks {
  const start: DagTask[] = [];
  const mark: NextTasks['mark'][number][] = [];
  const stateOf = (id: string): TaskState => states.get(id) ?? 'waiting';
  const running = tasks.filter(({ id }) => stateOf(id) === 'running');
  let memory = running.reduce((sum, { memoryMb }) => sum + memoryMb, 0);
  for (const task of tasks) {
    if (stateOf(task.id) !== 'waiting') continue;
    const before = task.upstream.map((id) => ({ id, state: stateOf(id) }));
    const decision = decide(task.triggerRule, count(before));
    if (decision === 'wait') continue;
    if (decision !== 'run') {
      const state = decision === 'skip' ? 'skipped' : 'upstreamFailed';
      mark.push({ id: task.id, state, reason: whyMarked(state, before) });
      continue;
    }
    const isAlone = running.length + start.length === 0;
    const fits = memory + task.memoryMb <= limits.memoryMb && running.length + start.length < limits.tasks;
    // One that needs more than there is runs by itself.
    if (!fits && !isAlone) continue;
    memory += task.memoryMb;
    start.push(task);
  }
  return { start, mark };
}

interface Counted {
  readonly all: number;
  readonly done: number;
  readonly skipped: number;
  /** Failed themselves, or not started as something before failed. */
  readonly failed: number;
  readonly ended: number;
}

function count(before: readonly { readonly state: TaskState }[]): Counted {
  const of = (...states: readonly TaskState[]): number => before.filter(({ state }) => states.includes(state)).length;
  const [done, skipped, failed] = [of('done'), of('skipped'), of('failed', 'upstreamFailed')];
  return { all: before.length, done, skipped, failed, ended: done + skipped + failed };
}

type Decision = 'run' | 'skip' | 'fail' | 'wait';

/** Airflow 2.11, airflow/ti_deps/deps/trigger_rule_dep.py: what its documentation says of each rule. */
const rules: Readonly<Record<TriggerRule, (before: Counted) => Decision>> = {
  all_success: ({ all, done, skipped, failed }) =>
    failed > 0 ? 'fail' : skipped > 0 ? 'skip' : done === all ? 'run' : 'wait',
  all_failed: ({ all, done, skipped, failed }) => (done + skipped > 0 ? 'skip' : failed === all ? 'run' : 'wait'),
  all_done: ({ all, ended }) => (ended === all ? 'run' : 'wait'),
  all_done_setup_success: ({ all, ended }) => (ended === all ? 'run' : 'wait'),
  one_success: ({ all, done, failed, ended }) =>
    done > 0 ? 'run' : ended < all ? 'wait' : failed > 0 ? 'fail' : 'skip',
  one_failed: ({ all, failed, ended }) => (failed > 0 ? 'run' : ended < all ? 'wait' : 'skip'),
  one_done: ({ all, done, failed, ended }) => (done + failed > 0 ? 'run' : ended < all ? 'wait' : 'skip'),
  none_failed: ({ all, failed, ended }) => (failed > 0 ? 'fail' : ended === all ? 'run' : 'wait'),
  none_skipped: ({ all, skipped, ended }) => (skipped > 0 ? 'skip' : ended === all ? 'run' : 'wait'),
  none_failed_min_one_success: ({ all, skipped, failed, ended }) =>
    failed > 0 ? 'fail' : ended < all ? 'wait' : skipped === all ? 'skip' : 'run',
  all_skipped: ({ all, done, skipped, failed }) => (done + failed > 0 ? 'skip' : skipped === all ? 'run' : 'wait'),
  always: () => 'run',
};

function decide(rule: TriggerRule, before: Counted): Decision {
  return before.all === 0 ? 'run' : rules[rule](before);
}

function whyMarked(state: string, before: readonly { readonly id: string; readonly state: TaskState }[]): string {
  const wanted: readonly TaskState[] = state === 'skipped' ? ['skipped'] : ['failed', 'upstreamFailed'];
  const cause = before.find((one) => wanted.includes(one.state));
  if (cause === undefined) return 'Its trigger rule is not met.';
  return state === 'skipped' ? `"${cause.id}" was skipped.` : `"${cause.id}" failed.`;
}

/** The tasks directly after a branch that it did not choose: they are skipped, whatever their rule. */
export function notChosen(tasks: readonly DagTask[], branch: string, chosen: readonly string[]): string[] {
  const kept = new Set(chosen);
  // What comes after a chosen task is not skipped, even when it also comes directly after the branch.
  for (let before = -1; before !== kept.size;) {
    before = kept.size;
    for (const { id, upstream } of tasks) if (upstream.some((name) => kept.has(name))) kept.add(id);
  }
  return tasks.filter(({ id, upstream }) => upstream.includes(branch) && !kept.has(id)).map(({ id }) => id);
}

/** Removes files of the run and computes nothing. */
const cleaner = 'LocalWorkflowCleanerOperator';

/**
 * As Airflow judges a run, by its last tasks; those that only clean up are left out: they end well whatever failed
 * before.
 */
export function workflowOutcome({ tasks, states }: Pick<WorkflowState, 'tasks' | 'states'>): 'done' | 'failed' {
  const working = tasks.filter(({ operator }) => operator !== cleaner);
  const isBefore = new Set(working.flatMap(({ upstream }) => upstream));
  const last = working.filter(({ id }) => !isBefore.has(id));
  const bad = last.some(({ id }) => ['failed', 'upstreamFailed'].includes(states.get(id) ?? 'waiting'));
  return bad ? 'failed' : 'done';
}
