import * as vscode from 'vscode';
import { cancelJob } from '../../core/jobs/runningJob.ts';
import type { JobEvent } from '../../core/jobs/jobEvent.ts';
import type { ProcessIdentity } from '../../core/process/process.ts';
import { showReported } from '../ui/reportError.ts';
import type { JobRequest, JobResult, SuccessNotice } from './jobRequest.ts';
import { JobProgress } from './jobTitle.ts';

export function shownIn({ shownIn: place }: JobRequest): vscode.ProgressLocation {
  return place === 'statusBar' ? vscode.ProgressLocation.Window : vscode.ProgressLocation.Notification;
}

interface ShownJob {
  readonly job: { readonly folder: string; readonly title: string };
  readonly location: vscode.ProgressLocation;
  readonly process?: ProcessIdentity | undefined;
}

/** Shows the current step while the work runs; Cancel cancels the job. */
export async function withJobProgress<T>(
  { job, location, process }: ShownJob,
  work: (tell: (event: JobEvent) => void) => Promise<T>,
): Promise<T> {
  const isNotification = location === vscode.ProgressLocation.Notification;
  return vscode.window.withProgress(
    { location, title: job.title, cancellable: isNotification },
    async (progress, token) => {
      token.onCancellationRequested(() => void cancelJob(job.folder, process));
      const steps = new JobProgress();
      let shown = '';
      return work((event) => {
        steps.add(event);
        if (steps.line !== shown) progress.report({ message: steps.line });
        shown = steps.line;
      });
    },
  );
}

/** The single notification at the end of a job, with the most useful next step as its first button. */
export async function showJobEnd(request: JobRequest, result: JobResult, showLog: () => unknown): Promise<void> {
  const { title, succeeded } = request;
  if (succeeded === 'quiet' || result.outcome === 'cancelled') return;
  const logTitle = vscode.l10n.t('Show Log');
  if (result.error !== undefined) {
    if ((await showReported(result.error, [logTitle])) === logTitle) await showLog();
    return;
  }
  const notice: SuccessNotice = succeeded?.(result.value) ?? { message: vscode.l10n.t('{0}: done.', title) };
  const { message, next, severity } = notice;
  const buttons = [...(next === undefined ? [] : [next.title]), logTitle];
  const chosen = await (severity === 'warning'
    ? vscode.window.showWarningMessage(message, ...buttons)
    : vscode.window.showInformationMessage(message, ...buttons));
  if (chosen === logTitle) await showLog();
  else if (chosen !== undefined) await next?.run();
}
