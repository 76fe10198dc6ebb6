import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { cancelJob } from '../../core/jobs/cancelJob.ts';
import { followJournal } from '../../core/jobs/followJournal.ts';
import { listJobs } from '../../core/jobs/listJobs.ts';
import type { ProcessIdentity } from '../../core/process/processIdentity.ts';
import { readConfig } from '../config.ts';
import { setContextKey } from '../contextKeys.ts';
import { reportError } from '../ui/reportError.ts';
import { requireTrust } from '../ui/requireTrust.ts';
import { translate } from '../views/translate.ts';
import { createJobDocuments, type JobDocuments } from './jobDocuments.ts';
import { jobEnding } from './jobEnding.ts';
import { JobProgress } from './jobProgress.ts';
import type { JobRequest, JobResult } from './jobRequest.ts';
import { jobTitle } from './jobTitle.ts';
import { showJobEnd } from './showJobEnd.ts';
import { startJob } from './startJob.ts';

interface RunningJob {
  readonly id: string;
  readonly folder: string;
  readonly verb: string;
  readonly project: string | undefined;
  readonly title: string;
}

export interface EndedJob {
  readonly verb: string;
  readonly result: JobResult;
}

/** Starts `edk` jobs and follows their journals; the jobs outlive this window. */
export interface JobStarter {
  /**
   * Starts a job, shows its progress (with Cancel) and at its end one notification; resolves with how it ended.
   *
   * @throws EdkError `workspace.untrusted`, or what kept it from starting.
   */
  run(request: JobRequest): Promise<JobResult>;
  /** Finds jobs that still run, started before a reload or in another window, and shows them; once per window. */
  findRunning(): Promise<void>;
  readonly running: readonly RunningJob[];
  /** A job has started or ended. */
  readonly onDidChange: vscode.Event<RunningJob>;
  /** How a job ended that this window follows, whoever started it. */
  readonly onDidEnd: vscode.Event<EndedJob>;
  readonly documents: JobDocuments;
}

export interface JobSurroundings {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly stateFolder: () => string;
  /** Of a job that runs in this folder. */
  readonly environment: (folder: string | undefined) => Promise<NodeJS.ProcessEnv>;
}

export function createJobStarter({ context, log, stateFolder, environment }: JobSurroundings): JobStarter {
  const documents = createJobDocuments(context.subscriptions);
  const changes = new vscode.EventEmitter<RunningJob>();
  const ends = new vscode.EventEmitter<EndedJob>();
  const running = new Map<string, RunningJob>();
  const closing = new AbortController();
  context.subscriptions.push(changes, ends, new vscode.Disposable(() => closing.abort()));

  const follow = async (
    job: RunningJob,
    { process, warned }: { process?: ProcessIdentity | undefined; warned?: JobRequest['warned'] },
    show: (line: string) => void,
  ) => {
    const progress = new JobProgress();
    running.set(job.id, job);
    setContextKey('kaapanaEdk.hasRunningJob', true);
    changes.fire(job);
    try {
      const end = await followJournal(job.folder, {
        signal: closing.signal,
        process,
        onEvent: (event) => {
          progress.add(event);
          show(progress.line);
          documents.changed(job.folder);
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
      ends.fire({ verb: job.verb, result });
      return result;
    } finally {
      running.delete(job.id);
      setContextKey('kaapanaEdk.hasRunningJob', running.size > 0);
      changes.fire(job);
    }
  };

  const run = async (request: JobRequest): Promise<JobResult> => {
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
    const job: RunningJob = { id, folder, verb: request.verb, project: request.project, title: request.title };
    const result = await withJobProgress({ job, location: shownIn(request), process: started.process }, (show) =>
      follow(job, { process: started.process, warned: request.warned }, show),
    );
    log.info(`${request.title} (${id}): ${result.outcome}${describeError(result)}`);
    void showJobEnd(request, result, () => documents.open(job)).catch((error: unknown) => reportError(error, log));
    return result;
  };

  let hasLooked = false;
  const findRunning = async (): Promise<void> => {
    if (hasLooked) return;
    hasLooked = true;
    for (const { id, folder, verb, project, state } of await listJobs(stateFolder())) {
      if (state !== 'running' || running.has(id)) continue;
      const job: RunningJob = { id, folder, verb, project, title: jobTitle({ verb, project }, translate) };
      // In the status bar: nobody asked for it in this window.
      void withJobProgress({ job, location: vscode.ProgressLocation.Window }, (show) => follow(job, {}, show)).catch(
        () => undefined,
      );
    }
  };

  return {
    run,
    findRunning,
    get running() {
      return [...running.values()];
    },
    onDidChange: changes.event,
    onDidEnd: ends.event,
    documents,
  };
}

function shownIn({ shownIn: place }: JobRequest): vscode.ProgressLocation {
  return place === 'statusBar' ? vscode.ProgressLocation.Window : vscode.ProgressLocation.Notification;
}

interface ShownJob {
  readonly job: RunningJob;
  readonly location: vscode.ProgressLocation;
  readonly process?: ProcessIdentity | undefined;
}

async function withJobProgress<T>(
  { job, location, process }: ShownJob,
  work: (show: (line: string) => void) => Promise<T>,
): Promise<T> {
  const isNotification = location === vscode.ProgressLocation.Notification;
  return vscode.window.withProgress(
    { location, title: job.title, cancellable: isNotification },
    async (progress, token) => {
      token.onCancellationRequested(() => void cancelJob(job.folder, process));
      let shown = '';
      return work((line) => {
        if (line !== shown) progress.report({ message: line });
        shown = line;
      });
    },
  );
}

function describeError({ error }: JobResult): string {
  if (error === undefined) return '';
  return `: ${error.message} (${error.code})${error.detail === undefined ? '' : `\n${error.detail}`}`;
}
