import * as vscode from 'vscode';
import type { SourcePlace } from '../../core/errors/edkError.ts';

/** Opens a file with the cursor at the place. */
export async function openPlace({ file, line = 1, column = 1 }: SourcePlace): Promise<void> {
  const at = new vscode.Position(line - 1, column - 1);
  await vscode.window.showTextDocument(vscode.Uri.file(file), { selection: new vscode.Range(at, at) });
}
