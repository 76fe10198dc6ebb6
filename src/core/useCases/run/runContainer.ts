import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunRecord, RunTask } from '../../../shared/runs/runRecord.ts';
import { EdkError } from '../../errors/edkError.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import type { DagTask, WorkflowDag } from '../../runs/dag/dagSchema.ts';
import { fillForms, type FormAnswers } from '../../runs/forms.ts';
import { ancestorsOf, ownName } from '../../runs/launch.ts';
import type { RunFolder } from '../../runs/runFolder.ts';
import { lastLines } from '../../text/plainText.ts';
import type { EdkContext } from '../context/edkContext.ts';
import { chooseSeries, listSeries, provideSample, requireDataFolder, type DataChoice } from './inputData.ts';
import { chooseImage, type NamedImage } from './chooseImage.ts';
import { openRun } from './openRun.ts';
import { closingRun, performTask, type PlannedTask } from './performTasks.ts';
import { readWorkflow } from './readWorkflow.ts';
import { openRunKit, type RunKit } from './runKit.ts';
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

export interface FinishedRun {
  readonly record: RunRecord;
  readonly folder: RunFolder;
}

/**
 * Runs one processing container of a project as the platform would: with what its operator says, on input that the
 * tasks before it would have made.
 *
 * @throws EdkError `run.*`, and what building its image throws; AbortError, and then nothing goes on.
 */
export async function runContainer(edk: EdkContext, options: RunContainerOptions, step: JobStep): Promise<FinishedRun> {
  const kit = await openRunKit(edk, options.folder, step);
  const image = chooseImage(kit.project, options.container);
  const [call] = await Promise.all([
    findCall(kit, { image, task: options.task }, step),
    kit.buildImages([image.name], step),
  ]);
  const { dag, task } = call;
  const forms = fillForms({ forms: dag?.forms, answers: options.answers, assignments: options.assignments });
  const before = ancestorsOf(dag?.tasks ?? call.tasks, task.id);
  const planned = planTasks(kit, [...before, task], options);
  const data = await gatherData(
    kit,
    { choice: options.data, input: forms['workflow_form']?.['input'], tasks: before },
    step,
  );
  await kit.buildImages(
    planned.flatMap(({ launch }) => (launch.kind === 'container' ? (launch.own ?? []) : [])),
    step,
  );
  const run = await openRun(edk, {
    kind: 'container',
    project: kit.project,
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
    engine: kit.engine,
    ...run,
    dagId: dag?.id ?? image.name,
    dataFolder: data.folder,
    dagFolder: call.folder,
    dagFile: dag?.file,
    foreign: kit.foreign,
    imageOf: async (one: DagTask) => {
      const launch = launches.get(one.id);
      return launch === undefined ? undefined : kit.imageOf(launch);
    },
  };
  const record = await closingRun(run.book, async () => {
    for (const one of planned) {
      const done = await performTask(one, { kit, surroundings, data: data.key }, { step, attempt: 1 });
      if (done.state !== 'done') return endOf(done, task.id);
    }
    return { outcome: 'done' };
  });
  await requireGood(record, run.folder);
  return { record, folder: run.folder };
}

function planTasks(kit: RunKit, tasks: readonly DagTask[], { stubs, choices }: RunContainerOptions): PlannedTask[] {
  const planned = tasks.map((task, index): PlannedTask => {
    const isLast = index === tasks.length - 1;
    return {
      task,
      launch: kit.launchOf(task, stubs),
      choices: isLast ? choices : {},
      reuse: isLast ? 'never' : 'whereUnchanged',
    };
  });
  const missing = planned.find(({ launch }) => launch.kind === 'none');
  if (missing?.launch.kind !== 'none') return planned;
  const { task, launch } = missing;
  throw new EdkError('run.noStandIn', `"${task.id}" (${task.operator}) has to run before, and cannot run here.`, {
    detail: launch.reason,
  });
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
  kit: RunKit,
  { image, task: wanted }: { readonly image: NamedImage; readonly task: string | undefined },
  step: JobStep,
): Promise<Call> {
  const workflow = await readWorkflow(kit, step);
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
  step.warn(`No task of a DAG calls ${image.name}; it runs with the platform's defaults.`);
  const input = defaultTask('get-input-data', { operator: 'GetInputOperator', kind: 'builtIn' });
  const task = defaultTask(image.name, { image: image.name, inDir: input.outDir, upstream: [input.id] });
  return { task, dag: undefined, tasks: [input, task], folder: workflow?.folder };
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

export interface GatheredData {
  readonly folder: string | undefined;
  readonly identifiers: readonly string[];
  /** What tells it from other data. */
  readonly key: readonly string[];
}

interface DataQuestion {
  readonly choice: DataChoice;
  /** Of the form: the modalities that the workflow takes. */
  readonly input: unknown;
  readonly tasks: readonly DagTask[];
}

/** Looks for the series that a run takes. */
export async function gatherData(
  kit: RunKit,
  { choice, input, tasks }: DataQuestion,
  step: JobStep,
): Promise<GatheredData> {
  const image = await kit.runImage('stand-ins');
  const tools = { ...kit, image };
  const folder = choice.kind === 'sample' ? await provideSample(tools, step) : await requireDataFolder(choice.from);
  const series = await listSeries(tools, folder, step);
  const chosen = chooseSeries(series.series, { input, tasks });
  const identifiers = chosen.map(({ uid }) => uid);
  return { folder, identifiers, key: [series.key, ...identifiers] };
}

function endOf({ id, state, reason }: RunTask, target: string): Pick<RunRecord, 'outcome' | 'reason'> {
  const outcome = state === 'waiting' || state === 'running' ? 'failed' : state;
  return { outcome, reason: id === target ? reason : `${id}: ${reason ?? state}` };
}

const titles: Readonly<Record<string, string>> = {
  failed: 'failed',
  outOfMemory: 'ran out of memory',
  timedOut: 'took too long',
};

/** @throws EdkError `run.failed` for a run that came to no good end, with the last lines of its log. */
export async function requireGood({ outcome, reason, tasks }: RunRecord, folder: RunFolder): Promise<void> {
  if (outcome === 'done' || outcome === 'skipped') return;
  const bad = tasks.find(({ state }) => state !== 'done' && state !== 'skipped' && state !== 'waiting');
  const log = bad?.log === undefined ? undefined : join(folder.path, bad.log);
  const text = log === undefined ? '' : await readFile(log, 'utf8').catch(() => '');
  throw new EdkError(
    'run.failed',
    `"${bad?.id ?? folder.id}" ${titles[outcome ?? ''] ?? 'failed'}. ${reason ?? ''}`.trim(),
    {
      detail: lastLines(text, 20),
      remedy: log === undefined ? undefined : `See its log: ${log}`,
    },
  );
}
