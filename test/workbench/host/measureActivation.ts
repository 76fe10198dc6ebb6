import { performance } from 'node:perf_hooks';
import * as vscode from 'vscode';
import { report } from './report.ts';

/** For the bench: how long the extension's activation takes in a host that has not loaded it before. */
export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension(process.env['EDK_BENCH_EXTENSION'] ?? '');
  if (extension === undefined || extension.isActive) throw new Error('The extension is not there, or active already.');
  const started = performance.now();
  await extension.activate();
  report({ type: 'measured', what: 'activation', ms: performance.now() - started });
  report({ type: 'ended' });
}
