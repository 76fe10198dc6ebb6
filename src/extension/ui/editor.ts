import * as vscode from 'vscode';
import { EdkError, type SourcePlace } from '../../core/errors/edkError.ts';

/** Opens a file and moves the cursor to the location. */
export async function openPlace({ file, line = 1, column = 1 }: SourcePlace): Promise<void> {
  const at = new vscode.Position(line - 1, column - 1);
  await vscode.window.showTextDocument(vscode.Uri.file(file), { selection: new vscode.Range(at, at) });
}

/** @throws EdkError `workspace.untrusted`. @param what the refused action, e.g. `Uninstall`. */
export function requireTrust(what: string): void {
  if (vscode.workspace.isTrusted) return;
  throw new EdkError('workspace.untrusted', vscode.l10n.t('{0} requires a trusted workspace.', what));
}
