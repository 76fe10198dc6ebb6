import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import * as vscode from 'vscode';
import { report } from './report.ts';
import { contributedCommands, theExtension } from './theExtension.ts';
import { watchOutside } from './watchOutside.ts';

/** Far above the aim of 50 ms: other programs may keep the machine busy. */
const GROSS_MS = 300;

describe('activation', () => {
  it('has not happened before somebody asks for the extension', () => {
    assert.equal(theExtension().isActive, false);
  });

  it('starts no process, opens no connection and reads no folder', async () => {
    let ms = 0;
    const seen = await watchOutside('extension.js', async () => {
      const started = performance.now();
      await theExtension().activate();
      ms = performance.now() - started;
    });
    assert.deepEqual(seen, []);
    assert.equal(theExtension().isActive, true);
    report({ type: 'note', text: `activated in ${ms.toFixed(1)} ms, reading the bundle included` });
    assert(ms < GROSS_MS, `${ms.toFixed(0)} ms`);
  });

  it('registers every command of the manifest', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    assert(contributedCommands().length > 10);
    assert.deepEqual(
      contributedCommands().filter((id) => !registered.has(id)),
      [],
    );
  });
});
