import * as vscode from 'vscode';
import type { SourcePlace } from '../../core/errors/edkError.ts';

/** Opens a file and moves the cursor to the location. */
export async function openPlace({ file, line = 1, column = 1 }: SourcePlace): Promise<void> {
  const at = new vscode.Position(line - 1, column - 1);
  await vscode.window.showTextDocument(vscode.Uri.file(file), { selection: new vscode.Range(at, at) });
}
