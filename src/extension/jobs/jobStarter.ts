import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { cancelJob, followJournal } from '../../core/jobs/runningJob.ts';
import type { JobEvent, RoundEnd } from '../../core/jobs/jobEvent.ts';
import { listJobs } from '../../core/jobs/jobHistory.ts';
import type { ProcessIdentity } from '../../core/process/process.ts';
import { readConfig } from '../config.ts';
import { setContextKey } from '../contextKeys.ts';
import { reportError } from '../ui/reportError.ts';
import { requireTrust } from '../ui/editor.ts';
import { translate } from '../ui/translate.ts';
import { createJobDocuments, type JobDocuments } from './jobDocuments.ts';
import { jobEnding } from './jobEnding.ts';
import { shownIn, showJobEnd, withJobProgress } from './showJob.ts';
import { jobTitle } from './jobTitle.ts';
import type { JobRequest, JobResult } from './jobRequest.ts';
import { startJob, type StartedJob } from './startJob.ts';
import type { Log } from '../ui/plainTexts.ts';

interface RunningJob {
  readonly id: string;
  readonly folder: string;
  readonly verb: string;
  readonly project: string | undefined;
  readonly title: string;
}

export interface EndedJob {
  readonly verb: string;
  readonly project: string | undefined;
  readonly result: JobResult;
  /** Tasks show their jobs in a terminal. */
  readonly shownBy: 'window' | 'task';
}

/** One round of a job that keeps running, such as Deploy on Save. */
interface EndedRound extends RoundEnd {
  readonly project: string | undefined;
}

/** Starts `edk` jobs and follows their journals; the jobs outlive this window. */
export interface JobStarter {
  /**
   * Starts a job, shows its progress (with Cancel) and one notification at the end; resolves with the result.
   *
   * @throws EdkError `workspace.untrusted`, or the reason it could not start.
   */
  run(request: JobRequest): Promise<JobResult>;
  /** Starts a job and forwards its events without showing anything. The signal cancels it. @throws as `run`. */
  stream(request: JobRequest, options: StreamOptions): Promise<JobResult>;
  /** Shows jobs that are still running, started before a reload or in another window; once per window. */
  findRunning(): Promise<void>;
  readonly running: readonly RunningJob[];
  /** A job has started or ended. */
  readonly onDidChange: vscode.Event<RunningJob>;
  /** The end of a job that this window follows, no matter who started it. */
  readonly onDidEnd: vscode.Event<EndedJob>;
  readonly onDidEndRound: vscode.Event<EndedRound>;
  readonly documents: JobDocuments;
}

interface Following {
  readonly process?: ProcessIdentity | undefined;
  readonly warned?: JobRequest['warned'];
  readonly shownBy?: EndedJob['shownBy'];
}

interface StreamOptions {
  readonly onEvent: (event: JobEvent) => void;
  readonly signal: AbortSignal;
}

export interface JobSurroundings {
  readonly context: vscode.ExtensionContext;
  readonly log: Log;
  readonly stateFolder: () => string;
  /** Of a job running in this folder. */
  readonly environment: (folder: string | undefined) => Promise<NodeJS.ProcessEnv>;
}

export function createJobStarter({ context, log, stateFolder, environment }: JobSurroundings): JobStarter {
  const documents = createJobDocuments(context.subscriptions);
  const changes = new vscode.EventEmitter<RunningJob>();
  const ends = new vscode.EventEmitter<EndedJob>();
  const rounds = new vscode.EventEmitter<EndedRound>();
  const running = new Map<string, RunningJob>();
  const closing = new AbortController();
  context.subscriptions.push(changes, ends, rounds, new vscode.Disposable(() => closing.abort()));

  const follow = async (
    job: RunningJob,
    { process, warned, shownBy = 'window' }: Following,
    tell: (event: JobEvent) => void,
  ) => {
    running.set(job.id, job);
    setContextKey('kaapanaEdk.runningJobs', 'some');
    changes.fire(job);
    try {
      const end = await followJournal(job.folder, {
        signal: closing.signal,
        process,
        onEvent: (event) => {
          tell(event);
          documents.changed(job.folder);
          if (event.type === 'round-finished') rounds.fire({ ...event, project: job.project });
          if (event.type === 'warning') {
            log.warn(`${job.title}: ${event.message}`);
            warned?.(event.message, () => documents.open(job));
          }
        },
      });
      const outputFile = join(job.folder, 'output.log');
      const result: JobResult = { id: job.id, folder: job.folder, ...(await jobEnding(end, outputFile)) };
      // The journal has all of it.
      if (end.kind === 'finished') await rm(outputFile, { force: true });
      ends.fire({ verb: job.verb, project: job.project, result, shownBy });
      return result;
    } finally {
      running.delete(job.id);
      setContextKey('kaapanaEdk.runningJobs', running.size > 0 ? 'some' : 'none');
      changes.fire(job);
    }
  };

  const start = async (request: JobRequest): Promise<{ job: RunningJob; started: StartedJob }> => {
    requireTrust(request.title);
    const started = await startJob({
      ...request,
      edk: join(context.extensionPath, 'dist', 'edk', 'edk.js'),
      stateFolder: stateFolder(),
      folder: request.project ?? vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? stateFolder(),
      flags: readConfig(),
      environment: await environment(request.project),
    });
    const { id, folder } = started;
    log.info(`${request.title} (${id})`);
    return { job: { id, folder, verb: request.verb, project: request.project, title: request.title }, started };
  };

  const finish = (job: RunningJob, result: JobResult): JobResult => {
    log.info(`${job.title} (${job.id}): ${result.outcome}${describeError(result)}`);
    return result;
  };

  const run = async (request: JobRequest): Promise<JobResult> => {
    const { job, started } = await start(request);
    const { process } = started;
    const result = await withJobProgress({ job, location: shownIn(request), process }, (tell) =>
      follow(job, { process, warned: request.warned }, tell),
    );
    void showJobEnd(request, result, () => documents.open(job)).catch((error: unknown) => reportError(error, log));
    return finish(job, result);
  };

  const stream = async (request: JobRequest, { onEvent, signal }: StreamOptions): Promise<JobResult> => {
    const { job, started } = await start(request);
    const cancel = (): void => void cancelJob(job.folder, started.process);
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
    try {
      return finish(job, await follow(job, { process: started.process, shownBy: 'task' }, onEvent));
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  };

  let hasLooked = false;
  const findRunning = async (): Promise<void> => {
    if (hasLooked) return;
    hasLooked = true;
    setContextKey('kaapanaEdk.runningJobs', running.size > 0 ? 'some' : 'none');
    for (const { id, folder, verb, project, state } of await listJobs(stateFolder())) {
      if (state !== 'running' || running.has(id)) continue;
      const job: RunningJob = { id, folder, verb, project, title: jobTitle({ verb, project }, translate) };
      // In the status bar, since it was not started in this window.
      void withJobProgress({ job, location: vscode.ProgressLocation.Window }, (tell) => follow(job, {}, tell)).catch(
        () => undefined,
      );
    }
  };

  return {
    run,
    stream,
    findRunning,
    get running() {
      return [...running.values()];
    },
    onDidChange: changes.event,
    onDidEnd: ends.event,
    onDidEndRound: rounds.event,
    documents,
  };
}

function describeError({ error }: JobResult): string {
  if (error === undefined) return '';
  return `: ${error.message} (${error.code})${error.detail === undefined ? '' : `\n${error.detail}`}`;
}
