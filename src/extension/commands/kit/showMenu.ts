import * as vscode from 'vscode';
import type { CommandId } from '../../ui/commandIds.ts';

/** The most common actions, one click away from the status bar. */
export async function showMenu({ hasRunningJob }: { readonly hasRunningJob: boolean }): Promise<void> {
  const entry = (icon: string, label: string, command: CommandId) => ({ label: `$(${icon}) ${label}`, command });
  const writing = [
    entry('rocket', vscode.l10n.t('Deploy'), 'kaapanaEdk.deploy'),
    entry('new-folder', vscode.l10n.t('New Workflow Extension'), 'kaapanaEdk.newWorkflow'),
    entry('window', vscode.l10n.t('New Application Extension'), 'kaapanaEdk.newApplication'),
    entry('layers', vscode.l10n.t('Build Base Images'), 'kaapanaEdk.initialize'),
    entry('debug-start', vscode.l10n.t('Start Local Platform'), 'kaapanaEdk.startPlatform'),
    entry('debug-stop', vscode.l10n.t('Stop Local Platform'), 'kaapanaEdk.stopPlatform'),
    entry('pulse', vscode.l10n.t('Run Doctor'), 'kaapanaEdk.runDoctor'),
  ];
  const looking = [
    entry('history', vscode.l10n.t('Show Job History'), 'kaapanaEdk.showJob'),
    entry('folder-active', vscode.l10n.t('Select Project'), 'kaapanaEdk.selectProject'),
    entry('plug', vscode.l10n.t('Connect to Platform'), 'kaapanaEdk.connectPlatform'),
    entry('mortar-board', vscode.l10n.t('Open Walkthrough'), 'kaapanaEdk.openWalkthrough'),
  ];
  const settings = {
    label: `$(settings-gear) ${vscode.l10n.t('Settings')}`,
    command: 'workbench.action.openSettings',
    argument: 'kaapanaEdk',
  };
  const items: (vscode.QuickPickItem & { command: string; argument?: string })[] = [
    ...(hasRunningJob ? [entry('stop-circle', vscode.l10n.t('Cancel Job'), 'kaapanaEdk.cancelJob')] : []),
    ...(vscode.workspace.isTrusted ? writing : []),
    ...looking,
    settings,
  ];
  const chosen = await vscode.window.showQuickPick(items, { title: 'Kaapana' });
  if (chosen !== undefined) await vscode.commands.executeCommand(chosen.command, chosen.argument);
}
