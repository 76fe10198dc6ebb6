import type { RunRecord, RunTask } from '../../../shared/runs/runRecord.ts';
import { EdkError } from '../../errors/edkError.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import type { DagTask, WorkflowDag } from '../../runs/dag/dagSchema.ts';
import { fillForms, type FormAnswers } from '../../runs/forms.ts';
import { ancestorsOf, ownName } from '../../runs/launch.ts';
import type { EdkContext } from '../context/edkContext.ts';
import type { DataChoice } from './inputData.ts';
import { gatherData, type GatheredData } from './gatherData.ts';
import { chooseImage, type NamedImage } from './chooseImage.ts';
import { openRun, type OpenRun } from './openRun.ts';
import { closingRun, performTask, requireGood, type FinishedRun, type PlannedTask } from './performTasks.ts';
import { takeLatestOutput } from './reuseOutput.ts';
import { readWorkflow, type ReadWorkflow } from './readWorkflow.ts';
import { openRunContext, type RunContext } from './runContext.ts';
import type { TaskChoices } from './runTask.ts';

export interface RunContainerOptions {
  /** Of the project. */
  readonly folder: string;
  /** Name of the image, or the folder of its Dockerfile; the only one without it. */
  readonly container?: string | undefined;
  /** The task of the DAG to run it as, where several call it. */
  readonly task?: string | undefined;
  readonly data: DataChoice;
  readonly answers: FormAnswers;
  /** `name=value` of the workflow form. */
  readonly assignments: readonly string[];
  /** Folders with the output of tasks before it. */
  readonly stubs: ReadonlyMap<string, string>;
  readonly choices: TaskChoices;
  readonly keep: boolean;
  readonly output?: string | undefined;
  readonly job?: string | undefined;
}

/**
 * Runs one processing container of a project as the platform would: with what its operator says, on input that the
 * tasks before it would have made.
 *
 * @throws EdkError `run.*`, and what building its image throws; AbortError, and then nothing is left running.
 */
export async function runContainer(edk: EdkContext, options: RunContainerOptions, step: JobStep): Promise<FinishedRun> {
  const runContext = await openRunContext(edk, options.folder, step);
  const image = chooseImage(runContext.project, options.container);
  const [call] = await Promise.all([
    findCall(runContext, { image, task: options.task }, step),
    runContext.buildImages([image.name], step),
  ]);
  const { dag, task } = call;
  const forms = fillForms({ forms: dag?.forms, answers: options.answers, assignments: options.assignments });
  const before = ancestorsOf(dag?.tasks ?? call.tasks, task.id);
  const planned = planTasks(runContext, [...before, task], options);
  const data = await gatherData(
    runContext,
    { choice: options.data, input: forms['workflow_form']?.['input'], tasks: before },
    step,
  );
  await runContext.buildImages(
    planned.flatMap(({ launch }) => (launch.kind === 'container' ? (launch.own ?? []) : [])),
    step,
  );
  const run = await openRun(edk, {
    kind: 'container',
    project: runContext.project,
    dagId: dag?.id ?? image.name,
    data: { kind: options.data.kind, from: data.folder },
    identifiers: data.identifiers,
    forms,
    tasks: planned.map((one) => one.task),
    output: options.output,
    job: options.job,
    kept: options.keep,
  });
  const launches = new Map(planned.map((one) => [one.task.id, one.launch]));
  const surroundings = {
    engine: runContext.engine,
    ...run,
    dagId: dag?.id ?? image.name,
    dataFolder: data.folder,
    dagFolder: call.folder,
    dagFile: dag?.file,
    foreign: runContext.foreign,
    imageOf: async (one: DagTask) => {
      const launch = launches.get(one.id);
      return launch === undefined ? undefined : runContext.imageOf(launch);
    },
  };
  const record = await closingRun(run.book, async () => {
    for (const one of planned) {
      if (one.task.id !== task.id && (await takeFromRun(one.task, { run, data, edk }, step))) continue;
      const done = await performTask(one, { runContext, surroundings, data: data.key }, { step, attempt: 1 });
      if (done.state !== 'done') return endOf(done, task.id);
    }
    return { outcome: 'done' };
  });
  await requireGood(record, run.folder);
  return { record, folder: run.folder };
}

interface Taken {
  readonly run: OpenRun;
  readonly data: GatheredData;
  readonly edk: EdkContext;
}

/** Where an earlier run is the input: what the tasks before have written there, whether or not they would now. */
async function takeFromRun(task: DagTask, { run, data, edk }: Taken, step: JobStep): Promise<boolean> {
  if (data.within === undefined) return false;
  const places = { stateFolder: edk.settings.folders.state, folder: run.folder, within: data.within };
  const taken = await takeLatestOutput(task, places, step.signal);
  if (taken === undefined) return false;
  await run.book.note(task.id, taken);
  return true;
}

function planTasks(
  runContext: RunContext,
  tasks: readonly DagTask[],
  { stubs, choices }: RunContainerOptions,
): PlannedTask[] {
  const planned = tasks.map((task, index): PlannedTask => {
    const isLast = index === tasks.length - 1;
    return {
      task,
      launch: runContext.launchOf(task, stubs),
      choices: isLast ? choices : {},
      reuse: isLast ? 'never' : 'whereUnchanged',
    };
  });
  const missing = planned.find(({ launch }) => launch.kind === 'none');
  if (missing?.launch.kind !== 'none') return planned;
  const { task, launch } = missing;
  throw new EdkError(
    'run.noStandIn',
    `"${task.id}" (${task.operator}) must run first, but cannot run on this machine.`,
    {
      detail: launch.reason,
    },
  );
}

interface Call {
  readonly task: DagTask;
  /** Undefined where no DAG calls the container. */
  readonly dag: WorkflowDag | undefined;
  readonly tasks: readonly DagTask[];
  readonly folder: string | undefined;
}

/** What the DAG says of the container; a call with the platform's defaults where none does. */
async function findCall(
  runContext: RunContext,
  { image, task: wanted }: { readonly image: NamedImage; readonly task: string | undefined },
  step: JobStep,
): Promise<Call> {
  const workflow = await readIfPossible(runContext, step);
  const names = new Set([image.name]);
  const calls = (workflow?.reading.dags ?? []).flatMap((dag) =>
    dag.tasks
      .filter((task) => task.image !== undefined && ownName(task.image, names) !== undefined)
      .map((task) => ({ dag, task, tasks: dag.tasks, folder: workflow?.folder })),
  );
  const [first, ...others] = wanted === undefined ? calls : calls.filter(({ task }) => task.id === wanted);
  if (first !== undefined) {
    if (others.length > 0) {
      const ids = calls.map(({ task }) => task.id).join(', ');
      step.warn(
        `${calls.length} tasks call ${image.name} (${ids}). Running it as "${first.task.id}"; choose with --task.`,
      );
    }
    return first;
  }
  if (wanted !== undefined) throw new EdkError('usage', `No task "${wanted}" of a DAG calls ${image.name}.`);
  const [problem] = workflow?.reading.problems ?? [];
  const why = problem === undefined ? '' : ` ${problem.file}:${problem.line ?? 1}: ${problem.message}`;
  step.warn(`No task of a DAG calls ${image.name}; it runs with the platform's defaults.${why}`);
  const input = defaultTask('get-input-data', { operator: 'GetInputOperator', kind: 'builtIn' });
  const task = defaultTask(image.name, { image: image.name, inDir: input.outDir, upstream: [input.id] });
  return { task, dag: undefined, tasks: [input, task], folder: workflow?.folder };
}

/** Without Airflow's image, which may need the internet when it is first built, a container can run all the same. */
async function readIfPossible(runContext: RunContext, step: JobStep): Promise<ReadWorkflow | undefined> {
  try {
    return await readWorkflow(runContext, step);
  } catch (error) {
    step.signal.throwIfAborted();
    if (!(error instanceof EdkError) || error.code.startsWith('docker.')) throw error;
    step.warn(`The DAG cannot be read with Airflow: ${error.message}`);
    return undefined;
  }
}

/** What an operator gets that says nothing else, in Kaapana 0.6.0. */
function defaultTask(id: string, given: Partial<DagTask>): DagTask {
  return {
    id,
    operator: 'KaapanaBaseOperator',
    bases: [],
    kind: 'container',
    name: id,
    outDir: id,
    envVars: {},
    arguments: {},
    memoryMb: 500,
    memoryLimitMb: 600,
    retries: 1,
    retryDelaySeconds: 30,
    triggerRule: 'all_success',
    deleteOutputOnStart: true,
    manageCache: 'ignore',
    labels: {},
    upstream: [],
    certain: false,
    ...given,
  };
}

function endOf({ id, state, reason }: RunTask, target: string): Pick<RunRecord, 'outcome' | 'reason'> {
  const outcome = state === 'waiting' || state === 'running' ? 'failed' : state;
  return { outcome, reason: id === target ? reason : `${id}: ${reason ?? state}` };
}
