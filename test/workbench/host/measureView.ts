import { performance } from 'node:perf_hooks';
import * as vscode from 'vscode';
import { report } from './report.ts';

const ROUNDS = 15;

/** For the bench: how long the view Extensions takes for a list of the platform, beside merely fetching and reading it. */
export async function run(): Promise<void> {
  const url = `${process.env['EDK_BENCH_PLATFORM'] ?? ''}/extensions`;
  await vscode.commands.executeCommand('kaapanaEdk.extensions.focus');
  await vscode.commands.executeCommand('kaapanaEdk.refreshExtensions');
  for (let round = 0; round < ROUNDS; round++) {
    await measure('plain refresh', async () => {
      await (await fetch(url)).json();
    });
    await measure('refresh', () => vscode.commands.executeCommand('kaapanaEdk.refreshExtensions'));
    // Another layout, so that the filter has something to draw anew.
    await vscode.commands.executeCommand(
      round % 2 === 0 ? 'kaapanaEdk.flattenExtensions' : 'kaapanaEdk.groupExtensions',
    );
    await measure('filter', () => vscode.commands.executeCommand('kaapanaEdk.clearExtensionsFilter'));
  }
  report({ type: 'ended' });
}

async function measure(what: string, work: () => unknown): Promise<void> {
  const started = performance.now();
  await work();
  report({ type: 'measured', what, ms: performance.now() - started });
}
