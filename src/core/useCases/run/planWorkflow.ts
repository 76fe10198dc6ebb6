import { EdkError } from '../../errors/edkError.ts';
import type { DagTask, WorkflowDag } from '../../runs/dag/dagSchema.ts';
import { ancestorsOf, type Launch } from '../../runs/launch.ts';
import type { ReadWorkflow } from './readWorkflow.ts';
import type { RunContext } from './runContext.ts';

/** Which tasks of a workflow a person wants to run. */
export interface WorkflowSelection {
  /** Folders with the output of tasks. */
  readonly stubs: ReadonlyMap<string, string>;
  /** Tasks before it are not run again: an earlier run has their output. */
  readonly from?: string | undefined;
  /** The one task to run. */
  readonly only?: string | undefined;
}

/** @throws EdkError `operator.invalid` with what keeps Airflow from reading it; `usage`. */
export function chooseDag(workflow: ReadWorkflow | undefined, wanted: string | undefined): WorkflowDag {
  const { dags = [], problems = [] } = workflow?.reading ?? {};
  const [problem] = problems;
  const found =
    wanted === undefined ? (dags.find(({ visible }) => visible) ?? dags[0]) : dags.find(({ id }) => id === wanted);
  if (found !== undefined) {
    const visible = dags.filter((dag) => dag.visible);
    if (wanted !== undefined || visible.length <= 1) return found;
    throw new EdkError('usage', `The project has several DAGs: ${visible.map(({ id }) => id).join(', ')}.`, {
      remedy: 'Choose one with --dag.',
    });
  }
  if (problem !== undefined) {
    const { file, line, message } = problem;
    throw new EdkError('operator.invalid', `${file}${line === undefined ? '' : `:${line}`}: ${message}`);
  }
  const has = dags.map(({ id }) => id).join(', ');
  throw new EdkError(
    'usage',
    wanted === undefined ? 'The project has no DAG.' : `There is no DAG "${wanted}". There is ${has || 'none'}.`,
  );
}

/** How each task runs. @throws EdkError `run.noStandIn` naming all that cannot, and what would run up to there. */
export function planAll(
  runContext: RunContext,
  { tasks }: WorkflowDag,
  options: WorkflowSelection,
): ReadonlyMap<string, Launch> {
  for (const id of [options.from, options.only, ...options.stubs.keys()]) {
    if (id === undefined || tasks.some((task) => task.id === id)) continue;
    throw new EdkError('usage', `There is no task "${id}". There is ${tasks.map((task) => task.id).join(', ')}.`);
  }
  const launches = new Map(tasks.map((task) => [task.id, runContext.launchOf(task, options.stubs)]));
  const isTaken = takenTasks(tasks, options);
  const missing = tasks.filter(({ id }) => !isTaken.has(id) && launches.get(id)?.kind === 'none');
  if (missing.length === 0) return launches;
  const blocked = new Set(missing.map(({ id }) => id));
  const runs = tasks.filter(({ id }) => !blocked.has(id) && !ancestorsOf(tasks, id).some((one) => blocked.has(one.id)));
  const lines = missing.map(({ id, operator }) => {
    const launch = launches.get(id);
    return `${id} (${operator}): ${launch?.kind === 'none' ? launch.reason : ''}`;
  });
  throw new EdkError(
    'run.noStandIn',
    `${missing.length === 1 ? 'A task' : `${missing.length} tasks`} cannot run here: ${[...blocked].join(', ')}.`,
    {
      detail: [...lines, `These would run up to there: ${runs.map(({ id }) => id).join(', ') || 'nothing'}.`].join(
        '\n',
      ),
    },
  );
}

/** Tasks whose output an earlier run has to have: those before `--from`, or all but `--only`. */
export function takenTasks(tasks: readonly DagTask[], { from, only }: WorkflowSelection): ReadonlySet<string> {
  if (only !== undefined) return new Set(tasks.map(({ id }) => id).filter((id) => id !== only));
  return new Set(from === undefined ? [] : ancestorsOf(tasks, from).map(({ id }) => id));
}
