import { basename } from 'node:path';
import * as vscode from 'vscode';
import { cancelJob } from '../../../core/jobs/runningJob.ts';
import { listJobs } from '../../../core/jobs/jobHistory.ts';
import type { JobResult } from '../../jobs/jobRequest.ts';
import type { Services } from '../../services.ts';

/** Deploys the project now and on every save until stopped, even after this window is closed. */
export async function startDeployingOnSave({ jobs }: Services, project: string): Promise<JobResult> {
  return jobs.run({
    verb: 'dev',
    arguments: ['--dir', project],
    project,
    title: vscode.l10n.t('Deploy {0} on Save', basename(project)),
    shownIn: 'statusBar',
    warned: (message, showLog) => void warn(message, showLog),
  });
}

async function warn(message: string, showLog: () => unknown): Promise<void> {
  const logTitle = vscode.l10n.t('Show Log');
  if ((await vscode.window.showWarningMessage(message, logTitle)) === logTitle) await showLog();
}

export async function stopDeployingOnSave({ stateFolder }: Services, project: string): Promise<void> {
  const watching = (await listJobs(stateFolder())).filter(
    (job) => job.verb === 'dev' && job.state === 'running' && job.project === project,
  );
  if (watching.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Deploy on Save is not on for {0}.', basename(project)));
  }
  for (const job of watching) await cancelJob(job.folder);
}
