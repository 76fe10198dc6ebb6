import * as vscode from 'vscode';
import type { JobStarter } from '../../jobs/jobStarter.ts';
import type { JobResult } from '../../jobs/jobRequest.ts';

/** Builds the base images that extensions start from and pushes them to the registry. */
export async function initializeEdk(jobs: JobStarter): Promise<JobResult> {
  return jobs.run({
    verb: 'init',
    title: vscode.l10n.t('Initialize EDK'),
    succeeded: () => ({
      message: vscode.l10n.t('The base images are in the registry.'),
      next: {
        title: vscode.l10n.t('Show Projects'),
        run: () => vscode.commands.executeCommand('kaapanaEdk.projects.focus'),
      },
    }),
  });
}
