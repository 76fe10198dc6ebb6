import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { runInHost } from './runInHost.ts';
import type { SuiteEvent } from './suiteEvent.ts';

/**
 * Runs the suites inside the extension host of a real workbench: one in a trusted workspace with a scaffolded project,
 * one where the browser refuses panels, one in Restricted Mode. Nothing listens where the platform should be.
 */
const repository = resolve(import.meta.dirname, '..', '..');
const edk = join(repository, 'dist', 'edk', 'edk.js');

const folder = await mkdtemp(join(tmpdir(), 'edk-host-tests-'));
const counts = { passed: 0, failed: 0, skipped: 0 };
try {
  const workspace = join(folder, 'workspace');
  await mkdir(workspace);
  const environment = { EDK_STATE: join(folder, 'state'), EDK_CACHE: join(folder, 'cache'), WORKSPACE: workspace };
  await promisify(execFile)(
    process.execPath,
    [edk, 'new', 'workflow', '--yes', '--name', 'liver-volumes', '--dir', join(workspace, 'liver-volumes')],
    { env: { ...process.env, ...environment } },
  );
  const settings = { 'kaapanaEdk.platformUrl': 'http://127.0.0.1:9/kube-helm-api' };
  const trusted = { trust: 'everything', workspace, environment, onEvent: show } as const;
  await runInHost({ ...trusted, suite: 'trusted', settings: { ...settings, 'kaapanaEdk.forms': 'panel' } });
  await runInHost({ ...trusted, suite: 'refused', settings, panels: 'refused' });
  await runInHost({ suite: 'restricted', trust: 'nothing', workspace, settings, environment, onEvent: show });
} catch (error) {
  show({ type: 'failed', depth: 0, title: 'the workbench', reason: String(error) });
} finally {
  await rm(folder, { recursive: true, force: true });
}
print(`\n  ${counts.passed} passing, ${counts.failed} failing`);
const file = process.env['EDK_TEST_COUNTS'];
if (file !== undefined) await writeFile(file, JSON.stringify(counts));
process.exitCode = counts.failed === 0 ? 0 : 1;

function show(event: SuiteEvent): void {
  switch (event.type) {
    case 'suite':
      print(`${indent(event.depth)}${event.title}`);
      return;
    case 'passed':
      counts.passed++;
      print(`${indent(event.depth)}✔ ${event.title}${event.ms > 75 ? ` (${event.ms}ms)` : ''}`);
      return;
    case 'skipped':
      counts.skipped++;
      print(`${indent(event.depth)}- ${event.title}`);
      return;
    case 'failed':
      counts.failed++;
      print(`${indent(event.depth)}✘ ${event.title}\n${event.reason.replaceAll(/^/gm, '      ')}`);
      return;
    case 'note':
      print(`    ${event.text}`);
      return;
    case 'measured':
    case 'ended':
  }
}

function indent(depth: number): string {
  return '  '.repeat(depth + 1);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
