import * as vscode from 'vscode';
import { checkReleaseName } from '../../../core/platform/checkNames.ts';
import type { Services } from '../../services.ts';
import { requireTrust } from '../../ui/editor.ts';
import type { ExtensionsView } from '../../views/extensions/extensionsView.ts';
import { chooseRelease } from './chooseExtension.ts';

/** Uninstalls a release in a job; `skip` asks for confirmation, since the hooks do the cleanup. */
export async function uninstallExtension(
  { jobs }: Services,
  {
    view,
    argument,
    hooks,
  }: { readonly view: ExtensionsView; readonly argument: unknown; readonly hooks: 'run' | 'skip' },
): Promise<void> {
  requireTrust(vscode.l10n.t('Uninstall'));
  const { extension, release } = await chooseRelease(view, argument, {
    ...(hooks === 'run'
      ? { prompt: vscode.l10n.t('Select a release to uninstall'), none: vscode.l10n.t('No extension is installed.') }
      : {
          prompt: vscode.l10n.t('Select a release to force-uninstall'),
          none: vscode.l10n.t('No release is stuck or failed, so there is nothing to force-uninstall.'),
        }),
    accepts: ({ release: { state } }) => hooks === 'run' || ['stuck', 'failed', 'degraded'].includes(state.kind),
  });
  // It becomes a command-line argument.
  checkReleaseName(release.name);
  const title = release.title === release.name ? extension.title : `${extension.title}: ${release.title}`;
  if (hooks === 'skip') await confirmForce(title, extension.kind);
  const fact = view.store.addFact({ kind: 'uninstalling', release: release.name });
  view.hurry();
  let isGone = false;
  try {
    const result = await jobs.run({
      verb: 'uninstall',
      arguments: [release.name, ...(hooks === 'skip' ? ['--force'] : [])],
      title: vscode.l10n.t('Uninstall {0}', title),
      succeeded: () => ({ message: vscode.l10n.t('{0} has been uninstalled.', title) }),
    });
    isGone = result.outcome === 'succeeded';
  } finally {
    fact.replace(isGone ? { kind: 'uninstalled', release: release.name } : undefined);
    view.hurry();
  }
}

/** @throws CancellationError */
async function confirmForce(title: string, kind: string): Promise<void> {
  const uninstall = vscode.l10n.t('Uninstall Without Hooks');
  const detail =
    kind === 'workflow'
      ? vscode.l10n.t(
          "This skips the chart's hooks: the jobs that clean up before it is removed. The hooks of a workflow remove its DAGs and operators from Airflow, so these files will be left behind.",
        )
      : vscode.l10n.t("This skips the chart's hooks: the jobs that clean up before it is removed.");
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Force-uninstall {0}?', title),
    { modal: true, detail },
    uninstall,
  );
  if (chosen !== uninstall) throw new vscode.CancellationError();
}
