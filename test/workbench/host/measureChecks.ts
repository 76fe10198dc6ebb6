import { performance } from 'node:perf_hooks';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { report } from './report.ts';
import { theExtension } from './theExtension.ts';

const ROUNDS = 15;
const dockerfile = 'liver-volumes/processing-containers/liver-volumes/Dockerfile';
const line = 'RUN pip install numpy\n';

/**
 * For the bench: how long findings take after a letter of the template project was changed, the wait for the end of
 * typing included, beside merely reading the project's files.
 */
export async function run(): Promise<void> {
  await theExtension().activate();
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(join(folder, dockerfile)));
  await vscode.window.showTextDocument(document);
  const end = document.positionAt(document.getText().length);
  const insert = (): Promise<void> => change(document, (edit) => edit.insert(document.uri, end, line), 1);
  await insert();
  for (let round = 0; round < ROUNDS; round++) {
    await measure('plain reading', () => readAll(vscode.Uri.file(folder)));
    await change(document, (edit) => edit.delete(document.uri, new vscode.Range(end, end.translate(1))), 0);
    await measure('findings', insert);
  }
  report({ type: 'ended' });
}

/** Resolves when the rules have said of the changed text what they should. */
async function change(
  document: vscode.TextDocument,
  describe: (edit: vscode.WorkspaceEdit) => void,
  findings: number,
): Promise<void> {
  const isThere = (): boolean =>
    vscode.languages.getDiagnostics(document.uri).filter(({ message }) => message.includes('numpy')).length ===
    findings;
  const told = new Promise<void>((resolve) => {
    const listener = vscode.languages.onDidChangeDiagnostics(() => {
      if (!isThere()) return;
      listener.dispose();
      resolve();
    });
  });
  const edit = new vscode.WorkspaceEdit();
  describe(edit);
  await vscode.workspace.applyEdit(edit);
  await told;
}

async function readAll(folder: vscode.Uri): Promise<void> {
  for (const [name, type] of await vscode.workspace.fs.readDirectory(folder)) {
    const uri = vscode.Uri.joinPath(folder, name);
    if (type === vscode.FileType.Directory) await readAll(uri);
    else await vscode.workspace.fs.readFile(uri);
  }
}

async function measure(what: string, work: () => Promise<void>): Promise<void> {
  const started = performance.now();
  await work();
  report({ type: 'measured', what, ms: performance.now() - started });
}
