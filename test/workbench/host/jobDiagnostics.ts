import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';

describe('a build that fails, started by a command', () => {
  it('is marked at its line of the Dockerfile until the next one starts', async function () {
    this.timeout(60_000);
    const [workspace] = vscode.workspace.workspaceFolders ?? assert.fail('no folder is open');
    const project = vscode.Uri.joinPath(workspace?.uri ?? assert.fail(), 'failing');
    const dockerfile = vscode.Uri.joinPath(project, 'Dockerfile');
    await vscode.workspace.fs.createDirectory(project);
    await writeFile(dockerfile.fsPath, 'FROM scratch\nLABEL IMAGE="failing"\nCOPYY nothing /\n');
    const build = () =>
      vscode.commands.executeCommand('kaapanaEdk.buildImage', {
        kind: 'image',
        contextValue: 'image',
        folder: project.fsPath,
        imageName: 'failing',
      });

    const marked = nextChange(dockerfile, ({ length }) => length > 0);
    void build();
    const [diagnostic] = await marked;
    assert.equal(diagnostic?.range.start.line, 2);
    assert.equal(diagnostic.severity, vscode.DiagnosticSeverity.Error);
    assert.match(diagnostic.message, /COPYY/);

    const cleared = nextChange(dockerfile, ({ length }) => length === 0);
    void build();
    await cleared;
    await vscode.workspace.fs.delete(project, { recursive: true });
  });
});

/** Failures of jobs only: the checks mark files, too. */
function nextChange(
  uri: vscode.Uri,
  isWanted: (diagnostics: readonly vscode.Diagnostic[]) => boolean,
): Promise<readonly vscode.Diagnostic[]> {
  return new Promise((resolve) => {
    const listener = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      if (!uris.some((changed) => changed.toString() === uri.toString())) return;
      const ofJobs = vscode.languages.getDiagnostics(uri).filter(({ code }) => code === 'dockerfile.invalid');
      if (!isWanted(ofJobs)) return;
      listener.dispose();
      resolve(ofJobs);
    });
  });
}
