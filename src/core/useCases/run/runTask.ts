import { cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isSecret } from '../../../shared/parameters/parameter.ts';
import type { RunTask } from '../../../shared/runs/runRecord.ts';
import { isCancellation } from '../../errors/edkError.ts';
import { EdkError } from '../../errors/edkError.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import { batchName, podContract, type PodContract } from '../../runs/contract/podContract.ts';
import type { RunConf } from '../../runs/contract/runConf.ts';
import type { DagTask } from '../../runs/dag/dagSchema.ts';
import type { ContainerEnd, RunEngine } from '../../runs/engine/runEngine.ts';
import type { Launch } from '../../runs/launch.ts';
import { helperOf, type HelperPlaces } from './helperContainer.ts';
import { readOutcome } from '../../runs/outcome.ts';
import type { RunBook } from '../../runs/runBook.ts';
import { readOutput, readSeries } from '../../runs/runFiles.ts';
import type { ForeignFiles } from './foreignFiles.ts';

/** What all tasks of a run have in common. */
export interface TaskSurroundings extends HelperPlaces {
  readonly engine: RunEngine;
  readonly book: RunBook;
  readonly conf: RunConf;
  readonly volumes: { readonly models: string; readonly tensorboard: string };
  readonly foreign: ForeignFiles;
  /** What a task has printed so far. */
  readonly readLog: (id: string) => Promise<string>;
  /** The reference of the image that a task runs in; undefined for one without. */
  readonly imageOf: (task: DagTask) => Promise<string | undefined>;
}

/** What a person chose for a container, in place of what the operator says. */
export interface TaskChoices {
  readonly network?: 'none' | 'host' | undefined;
  readonly gpu?: number | undefined;
  readonly timeoutMs?: number | undefined;
  readonly command?: readonly string[] | undefined;
}

const usualTimeoutMs = 90 * 60_000;
const progressMs = 500;
const masked = '***';

/**
 * Runs one task to its end, and notes it in the run's record.
 *
 * @returns what is noted; a container that failed is not an error.
 * @throws EdkError when it could not be run at all; AbortError.
 */
export async function runTask(
  { task, launch, attempt }: { readonly task: DagTask; readonly launch: Launch; readonly attempt: number },
  surroundings: TaskSurroundings,
  choices: TaskChoices,
  step: JobStep,
): Promise<RunTask> {
  const { book } = surroundings;
  await book.note(task.id, { state: 'running', attempt, started: new Date().toISOString(), log: undefined });
  try {
    await emptyOutput(task, surroundings);
    const facts =
      launch.kind === 'stub'
        ? await takeStub(task, launch.folder, surroundings)
        : await runContainer({ task, launch }, surroundings, choices, step);
    await book.note(task.id, { ...facts, ...(await outputOf(task, surroundings, step.signal)) });
    return book.task(task.id);
  } catch (error) {
    const state = isCancellation(error) ? 'cancelled' : 'failed';
    const reason = error instanceof Error ? error.message : String(error);
    // What stopped the run may keep its record from being written, too.
    await book.note(task.id, { state, reason, ended: new Date().toISOString() }).catch(() => undefined);
    throw error;
  }
}

/** As the platform does before the pod starts. */
async function emptyOutput(task: DagTask, { folder, foreign }: TaskSurroundings): Promise<void> {
  if (!task.deleteOutputOnStart) return;
  const series = await readdir(folder.batch).catch(() => []);
  const places = [join(folder.workflow, task.outDir), ...series.map((uid) => join(folder.batch, uid, task.outDir))];
  for (const place of places) await foreign.remove(place);
}

/** A folder as a batch has it (`batch/<series>/...`), or files for the whole batch. */
async function takeStub(task: DagTask, source: string, { folder }: TaskSurroundings): Promise<Partial<RunTask>> {
  const started = new Date().toISOString();
  try {
    const names = await readdir(source);
    if (!names.includes(batchName)) {
      await cp(source, join(folder.workflow, task.outDir), { recursive: true });
    } else {
      for (const uid of await readdir(join(source, batchName))) {
        await mkdir(join(folder.batch, uid), { recursive: true });
        await cp(join(source, batchName, uid), join(folder.batch, uid, task.outDir), { recursive: true });
      }
    }
  } catch (cause) {
    throw new EdkError('run.noData', `${source} cannot be used as the output of ${task.id}.`, { cause });
  }
  return { state: 'done', started, ended: new Date().toISOString(), reason: `Taken from ${source}.` };
}

interface Launched {
  readonly task: DagTask;
  readonly launch: Launch;
}

async function runContainer(
  { task, launch }: Launched,
  surroundings: TaskSurroundings,
  choices: TaskChoices,
  step: JobStep,
): Promise<Partial<RunTask>> {
  const { book, folder, engine, volumes } = surroundings;
  const image = await surroundings.imageOf(task);
  if (image === undefined) throw new EdkError('run.cannotStart', `${task.id} has no image that could run.`);
  const { dagId, conf } = surroundings;
  const contract = podContract({ ...task, image }, { dagId, runId: folder.id, conf, gpu: choices.gpu });
  if (contract.gpus > 0 && !(await engine.hasGpu())) {
    throw new EdkError('run.noGpu', 'The Docker Engine has no GPU for containers.');
  }
  const helper = launch.kind === 'container' ? undefined : helperOf(task, launch, surroundings);
  const timeoutMs =
    choices.timeoutMs ?? (task.timeoutSeconds === undefined ? usualTimeoutMs : task.timeoutSeconds * 1000);
  const logName = `${task.id}.log`;
  const following = new AbortController();
  const progress = followSeries(task, surroundings, step, following.signal);
  try {
    const end = await engine.run({
      contract,
      folders: { data: folder.data, conf: folder.conf, ...volumes },
      mounts: helper?.mounts ?? [],
      environment: helper?.environment,
      command: helper?.command ?? choices.command,
      network: choices.network ?? networkOf(contract, launch),
      timeoutMs,
      signal: step.signal,
      logFile: join(folder.logs, logName),
      onLine: (line) => step.log(line),
    });
    await surroundings.foreign.handOver(folder.data);
    return { ...factsOf(end, { contract, image, timeoutMs }), log: `logs/${logName}` };
  } catch (error) {
    await book.note(task.id, { environment: maskSecrets(contract.environment), image: { reference: image } });
    throw error;
  } finally {
    following.abort();
    await progress;
  }
}

/** The platform closes the network of processing containers; a label opens it to the internet. */
function networkOf({ network }: PodContract, { kind }: Launch): 'none' | 'host' {
  return kind === 'container' && network.openTo.includes('external-ips') ? 'host' : 'none';
}

interface EndFacts {
  readonly contract: PodContract;
  readonly image: string;
  readonly timeoutMs: number;
}

function factsOf(end: ContainerEnd, { contract, image, timeoutMs }: EndFacts): Partial<RunTask> {
  const memoryLimit = contract.memory.limit;
  const { outcome, reason } = readOutcome({ ...end, timeoutMs, memoryLimit });
  return {
    state: outcome,
    reason,
    started: end.started.toISOString(),
    ended: end.ended.toISOString(),
    image: { reference: image, id: end.imageId, ...(end.imageDigest && { digest: end.imageDigest }) },
    command: [...end.command],
    environment: maskSecrets(contract.environment),
    exitCode: end.exitCode,
    peakMemory: end.peakMemory,
    memoryLimit,
  };
}

export function maskSecrets(environment: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, isSecret(name) && value !== '' ? masked : value]),
  );
}

async function outputOf(task: DagTask, { folder }: TaskSurroundings, signal: AbortSignal): Promise<Partial<RunTask>> {
  const { files, hash } = await readOutput(folder, task.outDir, signal);
  return { files: [...files], outputHash: hash, series: await readSeries(folder, task, 'ended') };
}

/** Tells how many series a container has written something for, while it runs. */
async function followSeries(
  task: DagTask,
  { folder, book }: TaskSurroundings,
  step: JobStep,
  ended: AbortSignal,
): Promise<void> {
  let before = -1;
  while (!ended.aborted) {
    await sleep(progressMs, undefined, { signal: ended }).catch(() => undefined);
    const series = await readSeries(folder, task, 'running').catch(() => []);
    const counted = series.filter(({ state }) => state !== 'noInput');
    const done = counted.filter(({ state }) => state === 'done').length;
    if (done === before || counted.length === 0) continue;
    before = done;
    step.progress({ message: 'series', done, total: counted.length });
    await book.note(task.id, { series }).catch(() => undefined);
  }
}
