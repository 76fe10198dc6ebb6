import * as vscode from 'vscode';
import type { JobStarter } from '../../jobs/jobStarter.ts';
import type { JobResult } from '../../jobs/jobRequest.ts';

/** Builds the base images of extensions and pushes them to the registry. */
export async function initializeEdk(jobs: JobStarter): Promise<JobResult> {
  return jobs.run({
    verb: 'init',
    arguments: workspaceArguments(),
    title: vscode.l10n.t('Build Base Images'),
    succeeded: () => ({
      message: vscode.l10n.t('The base images are in the registry.'),
      next: {
        title: vscode.l10n.t('Show Projects'),
        run: () => vscode.commands.executeCommand('kaapanaEdk.projects.focus'),
      },
    }),
  });
}

/** The job runs in the first folder, but extensions may be in any of them. */
function workspaceArguments(): string[] {
  const folders = vscode.workspace.workspaceFolders?.map(({ uri }) => uri.fsPath) ?? [];
  return folders.length === 0 ? [] : ['--workspace', ...folders];
}

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
