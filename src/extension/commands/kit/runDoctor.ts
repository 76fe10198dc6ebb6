import * as vscode from 'vscode';
import { restoreError } from '../../../core/jobs/reportError.ts';
import { readConfig } from '../../config.ts';
import type { JobStarter } from '../../jobs/jobStarter.ts';
import { lacksPlatform, readDoctorResults } from './readDoctorResults.ts';

const icons = { ok: 'pass', warning: 'warning', problem: 'error' } as const;

/** Checks all requirements and lists them: problems first, each with its remedy. */
export async function runDoctor(jobs: JobStarter): Promise<void> {
  const title = vscode.l10n.t('Run Doctor');
  const result = await jobs.run({ verb: 'doctor', title, succeeded: 'quiet' });
  if (result.outcome === 'cancelled') return;
  const findings = readDoctorResults(result);
  if (findings === undefined) {
    throw result.error === undefined
      ? new Error(vscode.l10n.t('The doctor returned no results.'))
      : restoreError(result.error);
  }
  const words = { ok: vscode.l10n.t('ok'), warning: vscode.l10n.t('warning'), problem: vscode.l10n.t('problem') };
  const order = ['problem', 'warning', 'ok'] as const;
  const items = order.flatMap((status) =>
    findings
      .filter((finding) => finding.status === status)
      .map(({ title: label, what, remedy }) => ({
        label: `$(${icons[status]}) ${label}`,
        description: `${words[status]} · ${what}`,
        ...(remedy === undefined || status === 'ok' ? {} : { detail: remedy }),
      })),
  );
  const problems = findings.filter(({ status }) => status === 'problem').length;
  const start = { label: `$(debug-start) ${vscode.l10n.t('Start Local Platform')}` };
  const separator = { label: '', kind: vscode.QuickPickItemKind.Separator };
  const offersStart = lacksPlatform(findings) && readConfig().platformUrl === undefined;
  const shown: readonly vscode.QuickPickItem[] = offersStart ? [...items, separator, start] : items;
  const chosen = await vscode.window.showQuickPick(shown, {
    title: problems === 0 ? vscode.l10n.t('All checks passed') : vscode.l10n.t('Problems: {0}', problems),
    placeHolder: vscode.l10n.t('Search'),
    matchOnDescription: true,
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  if (chosen === start) await vscode.commands.executeCommand('kaapanaEdk.startPlatform');
}
