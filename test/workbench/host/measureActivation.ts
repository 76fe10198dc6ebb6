import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';
import { join, sep } from 'node:path';
import * as vscode from 'vscode';
import { report } from './report.ts';

interface Entry {
  activate(context: vscode.ExtensionContext): unknown;
}

/**
 * For the bench: how long the extension's activation takes in a host that has not loaded it before, how much of that its
 * own activate() takes, and how much it reads.
 */
export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension(process.env['EDK_BENCH_EXTENSION'] ?? '');
  if (extension === undefined || extension.isActive) throw new Error('The extension is not there, or active already.');
  const load = createRequire(__filename);
  const manifest = extension.packageJSON as { readonly main: string };
  const started = performance.now();
  const file = load.resolve(join(extension.extensionPath, manifest.main));
  const entry = load(file) as Entry;
  const kept = load.cache[file];
  if (kept === undefined) throw new Error(`${file} was not loaded by the host's own loader.`);
  let ownMs: number | undefined;
  kept.exports = {
    ...entry,
    activate(context: vscode.ExtensionContext) {
      const begun = performance.now();
      const result = entry.activate(context);
      ownMs = performance.now() - begun;
      return result;
    },
  };
  await extension.activate();
  report({ type: 'measured', what: 'activation', ms: performance.now() - started });
  if (ownMs === undefined) throw new Error('The host activated another copy of the extension.');
  report({ type: 'measured', what: 'activate()', ms: ownMs });
  const own = Object.keys(load.cache).filter((path) => path.startsWith(extension.extensionPath + sep));
  report({ type: 'read', bytes: own.reduce((sum, path) => sum + statSync(path).size, 0) });
  report({ type: 'ended' });
}
