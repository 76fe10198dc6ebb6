import * as vscode from 'vscode';
import { z } from 'zod';

const argumentSchema = z.object({ rule: z.string(), range: z.object({ file: z.string(), line: z.number() }) });

/** Asks for a reason and adds a suppression comment above the finding's line. */
export async function suppressFinding(argument: unknown): Promise<void> {
  const { rule, range } = argumentSchema.parse(argument);
  const reason = await vscode.window.showInputBox({
    title: vscode.l10n.t('Ignore {0}', rule),
    prompt: vscode.l10n.t('Why can this be ignored? The reason is added as a comment above the line.'),
    validateInput: (text) => (text.trim() === '' ? vscode.l10n.t('Enter a reason.') : undefined),
  });
  if (reason === undefined) return;
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(range.file));
  const line = document.lineAt(Math.min(range.line, document.lineCount) - 1);
  const indent = /^\s*/u.exec(line.text)?.[0] ?? '';
  const note = `edk-ignore ${rule}: ${reason.trim()}`;
  const comment = /[\\/]templates[\\/]/u.test(range.file) ? `{{- /* ${note} */}}` : `${indent}# ${note}`;
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, line.range.start, `${comment}\n`);
  await vscode.workspace.applyEdit(edit);
}
