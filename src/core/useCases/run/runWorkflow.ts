import { totalmem } from 'node:os';
import { z } from 'zod';
import type { RunRecord, RunTask } from '../../../shared/runs/runRecord.ts';
import { EdkError } from '../../errors/edkError.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import type { DagTask, WorkflowDag } from '../../runs/dag/dagSchema.ts';
import { fillForms, type FormAnswers } from '../../runs/forms.ts';
import { ancestorsOf, type Launch } from '../../runs/launch.ts';
import { nextTasks, notChosen, workflowOutcome, type TaskState } from '../../runs/nextTasks.ts';
import { parseJson } from '../../text/parseJson.ts';
import { lastLines } from '../../text/plainText.ts';
import type { EdkContext } from '../context/edkContext.ts';
import { gatherData, type GatheredData } from './gatherData.ts';
import type { DataChoice } from './inputData.ts';
import { openRun } from './openRun.ts';
import { closingRun, performTask, requireGood, type FinishedRun, type TaskContext } from './performTasks.ts';
import { chooseDag, planAll, takenTasks, type WorkflowSelection } from './planWorkflow.ts';
import { readWorkflow, type ReadWorkflow } from './readWorkflow.ts';
import { takeLatestOutput } from './reuseOutput.ts';
import { openRunContext, type RunContext } from './runContext.ts';

export interface RunWorkflowOptions extends WorkflowSelection {
  /** Of the project. */
  readonly folder: string;
  /** Where the project has several DAGs. */
  readonly dag?: string | undefined;
  readonly data: DataChoice;
  readonly answers: FormAnswers;
  /** `name=value` of the workflow form. */
  readonly assignments: readonly string[];
  readonly timeoutMs?: number | undefined;
  readonly gpu?: number | undefined;
  readonly keep: boolean;
  readonly output?: string | undefined;
  readonly job?: string | undefined;
}

/** Of the machine's memory; the rest is for the Engine and the people who work on it. */
const usableMemory = 0.8;
const mebibyte = 1024 * 1024;

/**
 * Runs a workflow as its DAG has it: one run for all series, or one for each where the form says `single_execution`.
 *
 * @throws EdkError `run.noStandIn` before anything starts, `run.*`, and what building images throws; AbortError, and
 * then nothing is left running.
 */
export async function runWorkflow(
  edk: EdkContext,
  options: RunWorkflowOptions,
  step: JobStep,
): Promise<readonly FinishedRun[]> {
  const runContext = await openRunContext(edk, options.folder, step);
  const workflow = await readWorkflow(runContext, step);
  const dag = chooseDag(workflow, options.dag);
  const forms = fillForms({ forms: dag.forms, answers: options.answers, assignments: options.assignments });
  const launches = planAll(runContext, dag, options);
  const data = await gatherData(
    runContext,
    { choice: options.data, input: forms['workflow_form']?.['input'], tasks: dag.tasks },
    step,
  );
  await runContext.buildImages([...new Set([...launches.values()].flatMap(ownImages))], step);
  const alone = forms['workflow_form']?.['single_execution'] === true;
  const batches = alone ? data.identifiers.map((uid) => [uid]) : [data.identifiers];
  const finished: FinishedRun[] = [];
  for (const [index, identifiers] of batches.entries()) {
    // A chosen folder takes one run.
    const output = index === 0 ? options.output : undefined;
    const request = { runContext, workflow, dag, forms, launches, data: { ...data, identifiers } };
    finished.push(await runOnce(request, { ...options, output }, step));
  }
  return finished;
}

function ownImages(launch: Launch): string[] {
  return launch.kind === 'container' && launch.own !== undefined ? [launch.own] : [];
}

interface Request {
  readonly runContext: RunContext;
  readonly workflow: ReadWorkflow | undefined;
  readonly dag: WorkflowDag;
  readonly forms: FormAnswers;
  readonly launches: ReadonlyMap<string, Launch>;
  readonly data: GatheredData;
}

async function runOnce(request: Request, options: RunWorkflowOptions, step: JobStep): Promise<FinishedRun> {
  const { runContext, workflow, dag, forms, launches, data } = request;
  const run = await openRun(runContext.edk, {
    kind: 'workflow',
    project: runContext.project,
    dagId: dag.id,
    data: { kind: options.data.kind, from: data.folder },
    identifiers: data.identifiers,
    forms,
    tasks: dag.tasks,
    output: options.output,
    job: options.job,
    kept: options.keep,
  });
  const surroundings = {
    engine: runContext.engine,
    ...run,
    dagId: dag.id,
    dataFolder: data.folder,
    dagFolder: workflow?.folder,
    dagFile: dag.file,
    foreign: runContext.foreign,
    imageOf: async (one: DagTask) => {
      const launch = launches.get(one.id);
      return launch === undefined ? undefined : runContext.imageOf(launch);
    },
  };
  const context = { runContext, surroundings, data: [...data.key, ...data.identifiers] };
  const record = await closingRun(run.book, async () => {
    const states = await takeTasks(dag, context, options, step);
    return performAll({ dag, launches, states, context, options }, step);
  });
  await requireGood(record, run.folder);
  return { record, folder: run.folder };
}

/** Takes the output of tasks that are not to run from the newest run that has it. */
async function takeTasks(
  { tasks }: WorkflowDag,
  { runContext, surroundings: { book, folder } }: TaskContext,
  options: RunWorkflowOptions,
  step: JobStep,
): Promise<Map<string, TaskState>> {
  const states = new Map<string, TaskState>();
  const stateFolder = runContext.edk.settings.folders.state;
  const needed = new Set(ancestorsOf(tasks, options.only ?? options.from ?? '').map(({ id }) => id));
  for (const id of takenTasks(tasks, options)) {
    const task = tasks.find((one) => one.id === id);
    if (task === undefined) continue;
    const taken = await takeLatestOutput(task, { stateFolder, folder }, step.signal);
    if (taken === undefined && needed.has(id)) {
      throw new EdkError('run.notFound', `No earlier run has output of "${id}".`, {
        remedy: 'Run the whole workflow once, or give its output with --stub.',
      });
    }
    const isLater = options.only !== undefined && !needed.has(id);
    await book.note(id, isLater ? { state: 'skipped', reason: 'Only one task was asked for.' } : (taken ?? {}));
    states.set(id, isLater ? 'skipped' : 'done');
  }
  return states;
}

interface Work {
  readonly dag: WorkflowDag;
  readonly launches: ReadonlyMap<string, Launch>;
  readonly states: Map<string, TaskState>;
  readonly context: TaskContext;
  readonly options: RunWorkflowOptions;
}

/** Lets everything run that may, until nothing is left. A failure stops only what depends on it. */
async function performAll(work: Work, step: JobStep): Promise<Pick<RunRecord, 'outcome' | 'reason'>> {
  const { dag, states, context } = work;
  const { book } = context.surroundings;
  const limits = { memoryMb: (totalmem() / mebibyte) * usableMemory, tasks: dag.maxActiveTasks ?? 16 };
  const running = new Map<string, Promise<void>>();
  const failures: unknown[] = [];
  for (;;) {
    const { start, mark } = nextTasks({ tasks: dag.tasks, states, limits });
    for (const { id, state, reason } of mark) {
      states.set(id, state);
      await book.note(id, { state: 'skipped', reason });
    }
    for (const task of failures.length > 0 || step.signal.aborted ? [] : start) {
      states.set(task.id, 'running');
      const ended = performWithRetries(task, work, step)
        .catch((error: unknown) => {
          states.set(task.id, 'failed');
          failures.push(error);
        })
        .finally(() => running.delete(task.id));
      running.set(task.id, ended);
    }
    if (running.size > 0) await Promise.race(running.values());
    else if (mark.length === 0) break;
  }
  step.signal.throwIfAborted();
  if (failures.length > 0) throw failures[0];
  const outcome = workflowOutcome({ tasks: dag.tasks, states });
  if (outcome === 'done') return { outcome };
  const bad = book.record.tasks.find(({ id }) => states.get(id) === 'failed');
  const reached = bad?.state === 'outOfMemory' || bad?.state === 'timedOut' ? bad.state : 'failed';
  return { outcome: reached, reason: bad === undefined ? undefined : `${bad.id}: ${bad.reason ?? 'failed'}` };
}

/** As often as the operator says; without the platform's pause, which is there for a cluster that is busy. */
async function performWithRetries(
  task: DagTask,
  { dag, launches, states, context, options }: Work,
  step: JobStep,
): Promise<void> {
  const launch = launches.get(task.id) ?? { kind: 'none', reason: '' };
  const choices = { timeoutMs: options.timeoutMs, gpu: options.gpu };
  const isWanted = task.id === options.from || task.id === options.only;
  const planned = { task, launch, choices, reuse: isWanted ? 'never' : 'whereUnchanged' } as const;
  const { book } = context.surroundings;
  let done: RunTask | undefined;
  for (let attempt = 1; attempt <= task.retries + 1; attempt += 1) {
    done = await performTask(planned, context, { step, attempt });
    if (done.state === 'done' || done.state === 'skipped') break;
    if (attempt <= task.retries) step.warn(`${task.id}: trying again (${attempt} of ${task.retries}).`);
  }
  const state = done?.state === 'done' || done?.state === 'skipped' ? done.state : 'failed';
  if (task.kind === 'branch' && state === 'done') {
    for (const id of notChosen(dag.tasks, task.id, await chosenBy(context, task.id))) {
      states.set(id, 'skipped');
      await book.note(id, { state: 'skipped', reason: `"${task.id}" did not choose it.` });
    }
  }
  states.set(task.id, state);
}

/** A branch prints its choice as the last line `EDK_BRANCH ["a", "b"]`. */
async function chosenBy({ surroundings }: TaskContext, id: string): Promise<readonly string[]> {
  const text = await surroundings.readLog(id);
  const line = lastLines(text, 20)
    .split('\n')
    .findLast((one) => one.startsWith('EDK_BRANCH '));
  const chosen = parseJson(line?.slice('EDK_BRANCH '.length) ?? '', z.array(z.string()));
  if (chosen !== undefined) return chosen;
  throw new EdkError('run.failed', `The branch "${id}" did not say which tasks it chooses.`);
}
