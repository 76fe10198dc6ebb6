import type { RunOutcome, RunRecord, RunTask } from '../../../shared/runs/runRecord.ts';
import { isCancellation } from '../../errors/edkError.ts';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EdkError } from '../../errors/edkError.ts';
import { lastLines } from '../../text/plainText.ts';
import type { RunFolder } from '../../runs/runFolder.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import type { DagTask } from '../../runs/dag/dagSchema.ts';
import { isRepeatable, readsForm, type Launch } from '../../runs/launch.ts';
import type { RunBook } from '../../runs/runBook.ts';
import { formatDuration } from '../../text/formatAmounts.ts';
import { formatBytes } from '../../text/formatAmounts.ts';
import { checkGrids } from './checkGrids.ts';
import { hashInputs, takeEarlierOutput } from './reuseOutput.ts';
import type { RunContext } from './runContext.ts';
import { runTask, type TaskChoices, type TaskSurroundings } from './runTask.ts';

export interface FinishedRun {
  readonly record: RunRecord;
  readonly folder: RunFolder;
}

export interface PlannedTask {
  readonly task: DagTask;
  readonly launch: Launch;
  /** Of the container that a person is interested in; none for those that only prepare its input. */
  readonly choices: TaskChoices;
  /** Whether output of an earlier run may be taken. */
  readonly reuse: 'whereUnchanged' | 'never';
}

export interface TaskContext {
  readonly runContext: RunContext;
  readonly surroundings: TaskSurroundings;
  /** What tells the input data from other data. */
  readonly data: readonly string[];
}

/** Runs one task as a step of the job, or takes what an earlier run wrote. */
export async function performTask(
  { task, launch, choices, reuse }: PlannedTask,
  { runContext, surroundings, data }: TaskContext,
  { step, attempt }: { readonly step: JobStep; readonly attempt: number },
): Promise<RunTask> {
  const { book, folder, conf } = surroundings;
  const work = async (inner: JobStep): Promise<RunTask> => {
    const image = (await surroundings.imageOf(task)) ?? '';
    const inputHash = hashInputs(
      {
        task,
        image,
        form: readsForm(task, launch) ? withoutIds(conf.workflow_form) : undefined,
        data,
        command: choices.command,
      },
      book,
    );
    if (reuse === 'whereUnchanged' && isRepeatable(launch)) {
      const stateFolder = runContext.edk.settings.folders.state;
      const earlier = await takeEarlierOutput({ task, launch, inputHash }, { stateFolder, folder }, inner.signal);
      if (earlier !== undefined) {
        await book.note(task.id, earlier);
        inner.skip(`unchanged since ${earlier.reusedFrom ?? ''}`);
        return book.task(task.id);
      }
    }
    if (launch.kind === 'container') {
      const folders = new Set(book.record.tasks.flatMap(({ outDir }) => outDir ?? []));
      await checkGrids({ task, folders }, { runContext, folder }, inner);
    }
    const done = await runTask({ task, launch, attempt }, surroundings, choices, inner);
    await book.note(task.id, { inputHash });
    tellEnd(done, launch, inner);
    // The step failed; whether the run continues is for others to say.
    if (done.state !== 'done' && done.state !== 'skipped') throw new TaskFailed(done);
    return done;
  };
  try {
    return await step.run(task.id, work);
  } catch (error) {
    if (error instanceof TaskFailed) return error.task;
    throw error;
  }
}

/** Carries what came of a task out of its step. */
class TaskFailed extends Error {
  override readonly name = 'TaskFailed';

  readonly task: RunTask;

  constructor(task: RunTask) {
    super(`${task.id} failed.`);
    this.task = task;
  }
}

/** What the platform creates for every run says nothing of what a task computes. */
function withoutIds(form: Readonly<Record<string, unknown>>): unknown {
  return Object.entries(form).filter(([key]) => key !== 'workflow_id' && key !== 'workflow_name');
}

function tellEnd(task: RunTask, { kind }: Launch, step: JobStep): void {
  const { state, reason, started, ended, peakMemory, files } = task;
  const took = started === undefined || ended === undefined ? 0 : Date.parse(ended) - Date.parse(started);
  const memory = peakMemory === undefined ? [] : [`${formatBytes(peakMemory)} of memory`];
  if (state === 'skipped') {
    step.skip(reason ?? 'nothing to do');
    return;
  }
  if (state !== 'done') {
    step.warn(`${task.id}: ${reason ?? state}`);
    return;
  }
  step.result([formatDuration(took), ...memory, `${files.length} ${files.length === 1 ? 'file' : 'files'}`].join(', '));
  const missing = task.series.filter((one) => one.state === 'missing').length;
  // Many of the platform's operators write elsewhere.
  if (files.length === 0 && kind === 'container')
    step.warn(`${task.id} wrote nothing into its output folder (${task.outDir ?? ''}).`);
  else if (missing > 0 && missing < task.series.length) {
    step.warn(`${task.id} wrote nothing for ${missing} of ${task.series.length} series.`);
  }
}

/** Runs `work` and closes the record with what came of it, also when it was cancelled or the disk is full. */
export async function closingRun(
  book: RunBook,
  work: () => Promise<Pick<RunRecord, 'outcome' | 'reason'>>,
): Promise<RunRecord> {
  try {
    await book.close(await work());
    return book.record;
  } catch (error) {
    const outcome: RunOutcome = isCancellation(error) ? 'cancelled' : 'failed';
    const reason = error instanceof Error ? error.message : String(error);
    // The failure is what must be reported.
    await book.close(outcome === 'cancelled' ? { outcome } : { outcome, reason }).catch(() => undefined);
    throw error;
  }
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
