import { performance } from 'node:perf_hooks';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as vscode from 'vscode';
import { report } from './report.ts';

/**
 * For the bench: how long the extension's activation takes in a host that has not loaded it before, and how much of that
 * remains for activate() once its file is loaded.
 */
export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension(process.env['EDK_BENCH_EXTENSION'] ?? '');
  if (extension === undefined || extension.isActive) throw new Error('The extension is not there, or active already.');
  const { main } = extension.packageJSON as { readonly main: string };
  const started = performance.now();
  await import(pathToFileURL(join(extension.extensionPath, main)).href);
  const loaded = performance.now();
  await extension.activate();
  const active = performance.now();
  report({ type: 'measured', what: 'activation', ms: active - started });
  report({ type: 'measured', what: 'activate()', ms: active - loaded });
  report({ type: 'ended' });
}
