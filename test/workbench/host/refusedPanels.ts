import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { askingRow, formTabs, until } from './formTabs.ts';

/** Longer than the three seconds by what a busy machine may take. */
const LONGEST_MS = 10_000;

describe('where the browser refuses panels', () => {
  for (const time of ['first', 'second']) {
    it(`closes the ${time} panel after three seconds and asks step by step`, async () => {
      const asked = vscode.commands.executeCommand('kaapanaEdk.install', askingRow);
      await until(() => formTabs().length === 1);
      const started = performance.now();
      await until(() => formTabs().length === 0);
      const waited = performance.now() - started;
      assert(waited > 1000 && waited < LONGEST_MS, `${waited.toFixed(0)} ms`);
      // Resolves only when there is a step that can be left.
      await leaveSteps(asked);
      assert.equal(formTabs().length, 0);
    });
  }

  it('no longer tries a panel after that', async () => {
    const opened: string[] = [];
    const watch = vscode.window.tabGroups.onDidChangeTabs((change) =>
      opened.push(...change.opened.map((tab) => tab.label)),
    );
    await leaveSteps(vscode.commands.executeCommand('kaapanaEdk.install', askingRow));
    watch.dispose();
    assert.deepEqual(opened, []);
  });
});

async function leaveSteps(asked: Thenable<unknown>): Promise<void> {
  const closing = setInterval(() => void vscode.commands.executeCommand('workbench.action.closeQuickOpen'), 100);
  try {
    await asked;
  } finally {
    clearInterval(closing);
  }
}
