import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { theExtension } from './theExtension.ts';
import { watchOutside } from './watchOutside.ts';

const BUILDING = [
  'kaapanaEdk.deploy',
  'kaapanaEdk.buildImage',
  'kaapanaEdk.buildChart',
  'kaapanaEdk.buildExtension',
  'kaapanaEdk.initialize',
  'kaapanaEdk.startPlatform',
  'kaapanaEdk.newWorkflow',
  'kaapanaEdk.newApplication',
];

describe('Restricted Mode', () => {
  it('is what this workspace is in', async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    await theExtension().activate();
  });

  it('still shows a chart', async () => {
    await vscode.commands.executeCommand('kaapanaEdk.openChart');
    assert.match(vscode.window.activeTextEditor?.document.fileName ?? '', /Chart\.yaml$/);
  });

  for (const id of BUILDING) {
    it(`refuses ${id} when other code calls it, and starts nothing`, async () => {
      const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? assert.fail('no folder is open');
      const call = Promise.resolve(vscode.commands.executeCommand(id, { folder: join(folder, 'liver-volumes') }));
      const seen = await watchOutside('extension.js', async () => {
        // The refusal stays on the screen until somebody closes it.
        await Promise.race([call, new Promise((resolve) => setTimeout(resolve, 300))]);
        await vscode.commands.executeCommand('notifications.clearAll');
        await call.catch(() => undefined);
      });
      const started = seen.filter((what) => /^(spawn|fork|exec|mkdir|writeFile)/.test(what));
      assert.deepEqual(started, []);
      assert.equal(existsSync(join(process.env['EDK_STATE'] ?? assert.fail(), 'jobs')), false);
    });
  }
});
