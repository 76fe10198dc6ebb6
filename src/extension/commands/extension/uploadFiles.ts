import * as vscode from 'vscode';
import type { Services } from '../../services.ts';
import { requireTrust } from '../../ui/editor.ts';

/** Uploads packaged charts and image tars to the platform in a job. */
export async function uploadFiles({ jobs }: Services, argument: unknown): Promise<void> {
  requireTrust(vscode.l10n.t('Upload'));
  const files = argument instanceof vscode.Uri ? [argument] : await chooseFiles();
  const names = files.map(({ path }) => path.split('/').at(-1) ?? path).join(', ');
  await jobs.run({
    verb: 'upload',
    arguments: files.map(({ fsPath }) => fsPath),
    title: vscode.l10n.t('Upload {0}', names),
    succeeded: () => ({
      message: vscode.l10n.t('Uploaded {0}. New charts appear in the list within 30 seconds.', names),
    }),
  });
}

/** @throws CancellationError */
async function chooseFiles(): Promise<readonly vscode.Uri[]> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const chosen = await vscode.window.showOpenDialog({
    canSelectMany: true,
    title: vscode.l10n.t('Select charts (.tgz) or images (.tar) to upload'),
    openLabel: vscode.l10n.t('Upload'),
    filters: { [vscode.l10n.t('Charts and images')]: ['tgz', 'tar'] },
    ...(folder === undefined ? {} : { defaultUri: folder }),
  });
  if (chosen === undefined || chosen.length === 0) throw new vscode.CancellationError();
  return chosen;
}
