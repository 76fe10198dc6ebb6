import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';
import { sep } from 'node:path';
import * as vscode from 'vscode';
import { report } from './report.ts';

/** For the bench: how long the extension's activation takes in a host that has not loaded it before, and how much it reads. */
export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension(process.env['EDK_BENCH_EXTENSION'] ?? '');
  if (extension === undefined || extension.isActive) throw new Error('The extension is not there, or active already.');
  const started = performance.now();
  await extension.activate();
  report({ type: 'measured', what: 'activation', ms: performance.now() - started });
  const loaded = Object.keys(createRequire(__filename).cache);
  const own = loaded.filter((file) => file.startsWith(extension.extensionPath + sep));
  report({ type: 'read', bytes: own.reduce((sum, file) => sum + statSync(file).size, 0) });
  report({ type: 'ended' });
}
