import assert from 'node:assert/strict';
import { basename } from 'node:path';
import * as vscode from 'vscode';

describe('commands in a workspace with one project', () => {
  it('Open Chart.yaml opens it without asking', async () => {
    await vscode.commands.executeCommand('kaapanaEdk.openChart');
    const { document } = vscode.window.activeTextEditor ?? assert.fail('no editor is open');
    assert.equal(basename(document.fileName), 'Chart.yaml');
    assert.match(document.getText(), /^name: liver-volumes-workflow$/m);
  });

  it('Copy Image Reference copies the name that the cluster pulls by', async () => {
    const node = { kind: 'image', contextValue: 'image', folder: projectFolder(), imageName: 'liver-volumes' };
    await vscode.commands.executeCommand('kaapanaEdk.copyImageReference', node);
    assert.match(await vscode.env.clipboard.readText(), /^localhost:32000\/liver-volumes:[\w.-]+$/);
  });
});

function projectFolder(): string {
  const [workspace] = vscode.workspace.workspaceFolders ?? assert.fail('no folder is open');
  return vscode.Uri.joinPath(workspace?.uri ?? assert.fail(), 'liver-volumes').fsPath;
}
