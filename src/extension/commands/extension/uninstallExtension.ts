import * as vscode from 'vscode';
import { checkReleaseName } from '../../../core/platform/checkNames.ts';
import type { Services } from '../../services.ts';
import { requireTrust } from '../../ui/requireTrust.ts';
import type { ExtensionsView } from '../../views/extensions/extensionsView.ts';
import { chooseRelease } from './chooseExtension.ts';

/** Removes a release in a job; `skip` after a word of warning, as the hooks are what cleans up. */
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
    prompt: hooks === 'run' ? vscode.l10n.t('Release to uninstall') : vscode.l10n.t('Release to uninstall by force'),
    accepts: ({ release: { state } }) => hooks === 'run' || ['stuck', 'failed', 'degraded'].includes(state.kind),
  });
  // It becomes an argument of a command.
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
      succeeded: () => ({ message: vscode.l10n.t('{0} is uninstalled.', title) }),
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
          'Its hooks are skipped: jobs of the chart that clean up before it is removed. For a workflow they take its DAGs and operators out of Airflow, so these files stay behind.',
        )
      : vscode.l10n.t('Its hooks are skipped: jobs of the chart that clean up before it is removed.');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Uninstall {0} by force?', title),
    { modal: true, detail },
    uninstall,
  );
  if (chosen !== uninstall) throw new vscode.CancellationError();
}
