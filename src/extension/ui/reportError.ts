import * as vscode from 'vscode';
import { isCancellation } from '../../core/errors/edkError.ts';
import type { ReportedError } from '../../core/jobs/jobEvent.ts';
import { reportError as describeError } from '../../core/jobs/reportError.ts';
import type { CommandId } from './commandIds.ts';
import { readConfig } from '../config.ts';
import { chooseRemedy, type Remedy, editorRemedy, shortMessage } from './errorTexts.ts';
import { translate } from './translate.ts';
import { openPlace } from './editor.ts';
import type { Log } from './plainTexts.ts';

/** Shows an error thrown by a command: message and remedy at once, details in the log. Ignores cancellation. */
export async function reportError(error: unknown, log: Log): Promise<void> {
  if (isCancellation(error) || error instanceof vscode.CancellationError) return;
  const reported = describeError(error);
  logError(reported, log);
  const showLog = vscode.l10n.t('Show Log');
  const chosen = await showReported(reported, [showLog]);
  if (chosen === showLog) log.show();
}

/**
 * One notification for an error, the remedy's button first.
 *
 * @returns the selected one of `buttons`; the remedy's button is handled here.
 */
export async function showReported(reported: ReportedError, buttons: readonly string[]): Promise<string | undefined> {
  const remedy = chooseRemedy(reported, readConfig().platformUrl === undefined ? 'local' : 'configured');
  const remedyTitle = remedy === undefined ? undefined : titleOf(remedy);
  const all = remedyTitle === undefined ? buttons : [remedyTitle, ...buttons];
  const chosen = await vscode.window.showErrorMessage(
    `${shortMessage(reported, 'asName')} ${editorRemedy(reported, translate)}`,
    ...all,
  );
  if (chosen === undefined || remedy === undefined || chosen !== remedyTitle) return chosen;
  await follow(remedy);
  return undefined;
}

function logError({ code, message, remedy, place, detail }: ReportedError, log: Log): void {
  const where = place === undefined ? [] : [[place.file, place.line, place.column].filter(Boolean).join(':')];
  log.error([`${message} (${code})`, ...where, ...(detail === undefined ? [] : [detail]), remedy].join('\n'));
}

function titleOf(remedy: Remedy): string {
  if (remedy.kind === 'openPlace') return vscode.l10n.t('Open File');
  const titles: Partial<Record<CommandId, string>> = {
    'kaapanaEdk.initialize': vscode.l10n.t('Build Base Images'),
    'kaapanaEdk.startPlatform': vscode.l10n.t('Start Local Platform'),
    'kaapanaEdk.signIn': vscode.l10n.t('Sign In'),
    'kaapanaEdk.newWorkflow': vscode.l10n.t('New Workflow Extension'),
    'kaapanaEdk.runDoctor': vscode.l10n.t('Run Doctor'),
    'kaapanaEdk.showJob': vscode.l10n.t('Show Job History'),
    'kaapanaEdk.forceUninstall': vscode.l10n.t('Force Uninstall...'),
  };
  return titles[remedy.command] ?? remedy.command;
}

async function follow(remedy: Remedy): Promise<void> {
  if (remedy.kind === 'command') {
    await vscode.commands.executeCommand(remedy.command);
    return;
  }
  await openPlace(remedy);
}
