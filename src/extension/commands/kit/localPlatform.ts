import * as vscode from 'vscode';
import type { JobResult } from '../../jobs/jobRequest.ts';
import type { JobStarter } from '../../jobs/jobStarter.ts';

export async function startPlatform(jobs: JobStarter): Promise<JobResult> {
  return jobs.run({
    verb: 'platform start',
    title: vscode.l10n.t('Start Local Platform'),
    succeeded: () => ({
      message: vscode.l10n.t('The local platform and its registry are running.'),
      next: {
        title: vscode.l10n.t('Build Base Images'),
        run: () => vscode.commands.executeCommand('kaapanaEdk.initialize'),
      },
    }),
  });
}

export async function stopPlatform(jobs: JobStarter): Promise<JobResult> {
  return jobs.run({
    verb: 'platform stop',
    title: vscode.l10n.t('Stop Local Platform'),
    succeeded: () => ({
      message: vscode.l10n.t('The local platform has stopped. Installed extensions are kept for the next start.'),
    }),
  });
}
