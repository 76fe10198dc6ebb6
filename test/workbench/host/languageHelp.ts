import assert from 'node:assert/strict';
import { basename } from 'node:path';
import * as vscode from 'vscode';

const operator = 'extension/docker/files/liver_volumes/LiverVolumesOperator.py';
const dockerfile = 'processing-containers/liver-volumes/Dockerfile';
const values = 'extension/liver-volumes-workflow/values.yaml';

describe('in the files of an extension', () => {
  const links: readonly (readonly [what: string, path: string, text: string, target: string])[] = [
    ['image= of an operator', operator, 'image=f"', 'Dockerfile'],
    ['image: of values.yaml', values, '\n  image: ', 'Dockerfile'],
    ['an import', 'extension/docker/files/dag_liver_volumes.py', 'import Liver', 'LiverVolumesOperator.py'],
    ['FROM', dockerfile, 'FROM local-only/', 'Dockerfile'],
  ];
  for (const [what, path, text, target] of links) {
    it(`Go to Definition leads from ${what} to ${target}`, async () => {
      const { document, position } = await openAt(path, text);
      const found = await vscode.commands.executeCommand<readonly (vscode.LocationLink | vscode.Location)[]>(
        'vscode.executeDefinitionProvider',
        document.uri,
        position,
      );
      const files = found.map((one) => ('targetUri' in one ? one.targetUri : one.uri).fsPath);
      assert.deepEqual([...new Set(files.map((file) => basename(file)))], [target]);
    });
  }

  it('pointing at an image says what it is on the platform and where it comes from', async () => {
    const { document, position } = await openAt(operator, 'image=f"');
    const hovers = await vscode.commands.executeCommand<readonly vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      position,
    );
    const text = hovers
      .flatMap(({ contents }) => contents.map((one) => (one as vscode.MarkdownString).value))
      .join('\n');
    assert.match(text, /Registry: `localhost:32000`/);
    assert.match(text, /Name: `liver-volumes`/);
    assert.match(text, /this project, which builds it/);
  });

  it('values.yaml is completed from its schema', async () => {
    const { document, position } = await openAt(values, 'action: ');
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      position,
    );
    const labels = items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    for (const label of ['copy', 'remove', 'prefetch']) assert.ok(labels.includes(label), labels.join(', '));
  });

  it('a snippet is an operator called after its file', async () => {
    const folder = vscode.Uri.joinPath(workspace(), 'liver-volumes/extension/docker/files/liver_volumes');
    const file = vscode.Uri.joinPath(folder, 'SecondOperator.py');
    await vscode.workspace.fs.writeFile(file, new Uint8Array());
    try {
      const document = await vscode.workspace.openTextDocument(file);
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('editor.action.insertSnippet', {
        langId: 'python',
        name: 'Kaapana operator',
      });
      assert.match(document.getText(), /^class SecondOperator\(KaapanaBaseOperator\):$/m);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      await vscode.workspace.fs.delete(file);
    }
  });
});

/** Opens a file of the project; the position is behind the text. */
async function openAt(
  path: string,
  text: string,
): Promise<{ readonly document: vscode.TextDocument; readonly position: vscode.Position }> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(workspace(), 'liver-volumes', path));
  const start = document.getText().indexOf(text);
  assert.notEqual(start, -1, `${path} has no ${text}`);
  return { document, position: document.positionAt(start + text.length) };
}

function workspace(): vscode.Uri {
  const [first] = vscode.workspace.workspaceFolders ?? assert.fail('no folder is open');
  return first?.uri ?? assert.fail();
}
