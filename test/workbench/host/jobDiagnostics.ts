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

describe('Deploy on Save', () => {
  it('marks what failed in a round at its line, until a later round is without it', async function () {
    this.timeout(120_000);
    const [workspace] = vscode.workspace.workspaceFolders ?? assert.fail('no folder is open');
    const project = vscode.Uri.joinPath(workspace?.uri ?? assert.fail(), 'watched');
    const file = (path: string): vscode.Uri => vscode.Uri.joinPath(project, path);
    await vscode.workspace.fs.createDirectory(file('watched-chart'));
    await writeFile(
      file('watched-chart/Chart.yaml').fsPath,
      'apiVersion: v2\nname: watched\nversion: 0.0.0\nkeywords: [kaapanaworkflow]\n',
    );
    const dockerfile = file('Dockerfile');
    await writeFile(dockerfile.fsPath, 'FROM scratch\nLABEL IMAGE="watched"\nCOPYY nothing /\n');
    const row = { kind: 'project', contextValue: 'project', folder: project.fsPath, name: 'watched' };

    // Without a platform it builds.
    const settings = vscode.workspace.getConfiguration('kaapanaEdk');
    const platformUrl = settings.get<string>('platformUrl');
    await settings.update('platformUrl', undefined, vscode.ConfigurationTarget.Global);

    const marked = nextChange(dockerfile, ({ length }) => length > 0);
    void vscode.commands.executeCommand('kaapanaEdk.startDeployingOnSave', row);
    const [diagnostic] = await marked;
    assert.equal(diagnostic?.range.start.line, 2);
    assert.match(diagnostic.message, /COPYY/);

    // The next round fails for another reason, if it fails: there may be no registry.
    const cleared = nextChange(dockerfile, ({ length }) => length === 0);
    await writeFile(dockerfile.fsPath, 'FROM scratch\nLABEL IMAGE="watched"\nCOPY watched-chart /\n');
    await cleared;
    await vscode.commands.executeCommand('kaapanaEdk.stopDeployingOnSave', row);
    await settings.update('platformUrl', platformUrl, vscode.ConfigurationTarget.Global);
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
