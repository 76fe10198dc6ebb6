import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { askingRow, formTabs, until } from './formTabs.ts';

describe('the form of an extension', () => {
  it('comes up as one panel, however often it is asked for, and is cancelled by closing it', async () => {
    const asked = vscode.commands.executeCommand('kaapanaEdk.install', askingRow);
    await until(() => formTabs().length === 1);
    assert.equal(formTabs()[0]?.label, 'Install Lung 0.6.0');
    await vscode.commands.executeCommand('kaapanaEdk.install', askingRow);
    assert.equal(formTabs().length, 1);
    await vscode.window.tabGroups.close(formTabs());
    // Ends without a job, which could only fail here.
    await asked;
    assert.equal(formTabs().length, 0);
  });
});
