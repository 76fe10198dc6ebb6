import { join } from 'node:path';
import * as vscode from 'vscode';
import { EdkError } from '../../../core/errors/edkError.ts';
import { listTemplates, readTemplate } from '../../../core/scaffold/readTemplate.ts';
import { planScaffold } from '../../../core/scaffold/planScaffold.ts';
import type { TemplateManifest } from '../../../core/scaffold/templateManifest.ts';
import { writeScaffold } from '../../../core/scaffold/writeScaffold.ts';
import { requireTrust } from '../../ui/editor.ts';
import type { Services } from '../../services.ts';
import { askTemplate } from './askTemplate.ts';

export interface NewExtension {
  readonly kind: TemplateManifest['kind'];
  /** Of the form. */
  readonly title: string;
  readonly onWritten: (folder: string) => void;
}

/** Asks a template's questions, writes the extension, and opens the file to edit first. */
export async function newExtension(
  { context, log }: Services,
  { kind, title, onWritten }: NewExtension,
): Promise<void> {
  requireTrust(title);
  const { parent, isInWorkspace } = await chooseParent();
  const templates = await listTemplates(join(context.extensionPath, 'templates'));
  const template = templates.find(({ manifest }) => manifest.kind === kind);
  if (template === undefined)
    throw new EdkError('template.invalid', vscode.l10n.t('The template "{0}" is missing.', kind));
  const answers = await askTemplate(template.manifest, { title, parent });
  const plan = planScaffold(await readTemplate(template.folder), answers);
  const folder = join(parent, plan.name);
  await writeScaffold(plan, folder, { existing: 'refuse' });
  log.info(`${plan.files.length} files in ${folder}`);
  if (!isInWorkspace) {
    await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.file(folder));
    return;
  }
  onWritten(folder);
  await vscode.window.showTextDocument(vscode.Uri.file(join(folder, plan.openFirst)), { preview: false });
  const deploy = vscode.l10n.t('Deploy');
  const message = vscode.l10n.t('Created {0}. Deploy it now, or edit it first.', plan.title);
  if ((await vscode.window.showInformationMessage(message, deploy)) === deploy) {
    await vscode.commands.executeCommand('kaapanaEdk.deploy', { folder });
  }
}

/** @throws CancellationError */
async function chooseParent(): Promise<{ readonly parent: string; readonly isInWorkspace: boolean }> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const [only] = folders;
  if (only !== undefined && folders.length === 1) return { parent: only.uri.fsPath, isInWorkspace: true };
  if (only !== undefined) {
    const chosen = await vscode.window.showWorkspaceFolderPick({
      placeHolder: vscode.l10n.t('Select a folder for the extension'),
    });
    if (chosen === undefined) throw new vscode.CancellationError();
    return { parent: chosen.uri.fsPath, isInWorkspace: true };
  }
  const [chosen] =
    (await vscode.window.showOpenDialog({
      canSelectFolders: true,
      canSelectFiles: false,
      title: vscode.l10n.t('Select a folder for the extension'),
      openLabel: vscode.l10n.t('Create Here'),
    })) ?? [];
  if (chosen === undefined) throw new vscode.CancellationError();
  return { parent: chosen.fsPath, isInWorkspace: false };
}
