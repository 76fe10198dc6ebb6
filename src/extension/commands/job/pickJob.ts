import * as vscode from 'vscode';
import type { JobSummary } from '../../../core/jobs/jobHistory.ts';
import { jobTitle } from '../../jobs/jobTitle.ts';
import { translate } from '../../ui/translate.ts';

const icons = {
  running: 'sync~spin',
  succeeded: 'pass',
  failed: 'error',
  cancelled: 'circle-slash',
  interrupted: 'warning',
} as const;

/** Lets the user select a job. @throws CancellationError */
export async function pickJob(jobs: readonly JobSummary[], placeHolder: string): Promise<JobSummary> {
  const words = {
    running: vscode.l10n.t('running'),
    succeeded: vscode.l10n.t('succeeded'),
    failed: vscode.l10n.t('failed'),
    cancelled: vscode.l10n.t('cancelled'),
    interrupted: vscode.l10n.t('interrupted'),
  };
  const items = jobs.map((job) => ({
    label: `$(${icons[job.state]}) ${jobTitle(job, translate)}`,
    description: `${words[job.state]} · ${new Date(job.started).toLocaleString()}`,
    job,
  }));
  const chosen = await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true });
  if (chosen === undefined) throw new vscode.CancellationError();
  return chosen.job;
}
