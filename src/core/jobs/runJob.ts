import { readFile } from 'node:fs/promises';
import { EdkError, isCancellation } from '../errors/edkError.ts';
import { processIdentity, type ProcessIdentity } from '../process/process.ts';
import type { JobEvent, JobEventSink, JobOutcome } from './jobEvent.ts';
import { jobId, openJournal, journalFile } from './journal.ts';
import { type JobStep, createJobStep } from './jobStep.ts';
import { removeAbandonedFolders } from '../files/temporaryFiles.ts';
import { tidyDaily, listJobs } from './jobHistory.ts';
import { withProjectLock } from './projectLock.ts';
import { explainUnexpected } from '../errors/fileErrors.ts';
import { plainEvent, parseJobEvent } from './parseJobEvent.ts';
import { reportError } from './reportError.ts';
import { flatten, StepTree } from './stepTree.ts';

interface RunJobRequest extends Omit<JobRequest, 'id'> {
  readonly id?: string | undefined;
  readonly stateFolder: string;
  /** `byItself`: the work itself locks the project when needed. */
  readonly lock?: 'byItself' | undefined;
}

/** Runs `work` as a job with a journal and, if it works on a project, with that project's lock. */
export async function runJob(request: RunJobRequest, work: (step: JobStep) => Promise<unknown>): Promise<JobEnd> {
  const { verb, project, subject, stateFolder } = request;
  const started = new Date().toISOString();
  const id = request.id ?? jobId(verb, started);
  const journal = await openJournal(stateFolder, {
    id,
    verb,
    project,
    subject,
    process: await processIdentity(process.pid),
    started,
  });
  const sink = (event: JobEvent): void => {
    journal.sink(event);
    request.sink(event);
  };
  const end = await performJob({ ...request, id, sink }, (step) =>
    project === undefined || request.lock === 'byItself'
      ? work(step)
      : withProjectLock(
          { stateFolder, project, verb, onTakenOver: (killed) => cleanUp(stateFolder, { killed, project }, step) },
          () => work(step),
        ),
  );
  const { outcome, error } = end;
  await journal.close(error instanceof EdkError ? { outcome, error: error.code } : { outcome });
  await tidyDaily(stateFolder);
  return end;
}

/** Reports what a killed run was doing, and removes its temporary files. */
async function cleanUp(
  stateFolder: string,
  { killed, project }: { readonly killed: ProcessIdentity; readonly project: string },
  step: JobStep,
): Promise<void> {
  await removeAbandonedFolders(killed);
  const told = await describeInterrupted(stateFolder, project);
  if (told !== undefined) step.warn(told);
}

interface JobRequest {
  readonly id: string;
  readonly verb: string;
  /** Absolute folder of the project it works on. */
  readonly project?: string | undefined;
  /** Name of the extension or release that it works on. */
  readonly subject?: string | undefined;
  readonly signal: AbortSignal;
  readonly sink: JobEventSink;
}

export interface JobEnd {
  readonly outcome: JobOutcome;
  /** The error, unless it succeeded. */
  readonly error?: unknown;
}

/** Runs `work` between the events that start and finish a job. A failure is reported and returned, never thrown. */
export async function performJob(request: JobRequest, work: (step: JobStep) => Promise<unknown>): Promise<JobEnd> {
  const { id, verb, project, signal } = request;
  const sink = (event: JobEvent): void => request.sink(plainEvent(event));
  const started = performance.now();
  const now = (): string => new Date().toISOString();
  const durationMs = (): number => Math.round(performance.now() - started);

  sink({ time: now(), type: 'job-started', job: id, verb, project });
  try {
    const value = await work(createJobStep(sink, signal));
    sink({ time: now(), type: 'job-finished', outcome: 'succeeded', durationMs: durationMs(), value });
    return { outcome: 'succeeded' };
  } catch (thrown) {
    const error = explainUnexpected(thrown);
    const outcome = isCancellation(error) ? 'cancelled' : 'failed';
    const reported = outcome === 'failed' ? reportError(error) : undefined;
    sink({ time: now(), type: 'job-finished', outcome, durationMs: durationMs(), error: reported });
    return { outcome, error };
  }
}

/** What the last job of a project was doing when its process was killed; undefined if there is no such job. */
async function describeInterrupted(stateFolder: string, project: string): Promise<string | undefined> {
  const job = (await listJobs(stateFolder)).find((one) => one.project === project && one.state === 'interrupted');
  if (job === undefined) return undefined;
  const steps = new StepTree();
  const text = await readFile(journalFile(job.folder), 'utf8').catch(() => '');
  for (const line of text.split('\n')) {
    const event = parseJobEvent(line);
    if (event?.type === 'step-started') steps.start(event);
    if (event?.type === 'step-finished') steps.finish(event);
  }
  const running = steps.runningRoots.flatMap(flatten).filter(({ end, children }) => {
    return end === undefined && children.every((child) => child.end !== undefined);
  });
  const where = running.length === 0 ? '' : ` in ${running.map(({ id }) => steps.path(id)).join(' and ')}`;
  return (
    `"edk ${job.verb}" of ${job.started} was interrupted${where}. ` +
    'It continues from there: images that the registry already has are not built again.'
  );
}
