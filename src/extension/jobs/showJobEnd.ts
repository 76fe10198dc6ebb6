import * as vscode from 'vscode';
import { showReported } from '../ui/reportError.ts';
import type { JobRequest, JobResult } from './jobRequest.ts';

/** The one notification that a person gets for a job, with the useful next step as its first button. */
export async function showJobEnd(request: JobRequest, result: JobResult, showLog: () => unknown): Promise<void> {
  const { title, succeeded } = request;
  if (succeeded === 'quiet' || result.outcome === 'cancelled') return;
  const logTitle = vscode.l10n.t('Show Log');
  if (result.error !== undefined) {
    if ((await showReported(result.error, [logTitle])) === logTitle) await showLog();
    return;
  }
  const { message, next } = succeeded?.(result.value) ?? { message: vscode.l10n.t('{0}: done.', title) };
  const chosen = await vscode.window.showInformationMessage(
    message,
    ...(next === undefined ? [] : [next.title]),
    logTitle,
  );
  if (chosen === logTitle) await showLog();
  else if (chosen !== undefined) await next?.run();
}
