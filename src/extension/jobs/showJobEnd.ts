import * as vscode from 'vscode';
import { showReported } from '../ui/reportError.ts';
import type { JobRequest, JobResult, SuccessNotice } from './jobRequest.ts';

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
