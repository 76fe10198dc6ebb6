import * as vscode from 'vscode';
import { cancelJob } from '../../../core/jobs/runningJob.ts';
import { listJobs, type JobSummary } from '../../../core/jobs/jobHistory.ts';
import { jobTitle } from '../../jobs/jobTitle.ts';
import type { Services } from '../../services.ts';
import { translate } from '../../ui/translate.ts';

/** Lets the user select a job and shows its log. */
export async function showJob({ jobs, stateFolder }: Services): Promise<void> {
  const listed = await listJobs(stateFolder());
  if (listed.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No jobs have run yet.'));
    return;
  }
  const job = await pickJob(listed, vscode.l10n.t('Select a job'));
  await jobs.documents.open({ folder: job.folder, title: jobTitle(job, translate) });
}

/** Shows the log of the latest job, or else of the extension. */
export async function showLatestLog({ jobs, stateFolder, log }: Services): Promise<void> {
  const [latest] = await listJobs(stateFolder(), { limit: 5 });
  if (latest === undefined) log.show();
  else await jobs.documents.open({ folder: latest.folder, title: jobTitle(latest, translate) });
}

export async function cancelRunningJob({ stateFolder }: Services): Promise<void> {
  const running = (await listJobs(stateFolder())).filter(({ state }) => state === 'running');
  const [only] = running;
  if (only === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No job is running.'));
    return;
  }
  const job = running.length === 1 ? only : await pickJob(running, vscode.l10n.t('Select a job to cancel'));
  await cancelJob(job.folder);
}

const icons = {
  running: 'sync~spin',
  succeeded: 'pass',
  failed: 'error',
  cancelled: 'circle-slash',
  interrupted: 'warning',
} as const;

/** Lets the user select a job. @throws CancellationError */
async function pickJob(jobs: readonly JobSummary[], placeHolder: string): Promise<JobSummary> {
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
