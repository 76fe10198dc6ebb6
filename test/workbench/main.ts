import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { prepareWorkspace } from './prepareWorkspace.ts';
import { runInHost } from './runInHost.ts';
import { SuiteReport } from './suiteReport.ts';

/**
 * Runs the suites inside the extension host of a real workbench: one in a trusted workspace with a scaffolded project,
 * one where the browser refuses panels, one in Restricted Mode. With --report FILE their results are left there, too.
 */
const { values } = parseArgs({ options: { report: { type: 'string' } } });
const folder = await mkdtemp(join(tmpdir(), 'edk-host-tests-'));
const report = new SuiteReport();
try {
  const surroundings = { ...(await prepareWorkspace(folder)), onEvent: report.show };
  const { settings } = surroundings;
  const trusted = { ...surroundings, trust: 'everything' } as const;
  await runInHost({ ...trusted, suite: 'trusted', settings: { ...settings, 'kaapanaEdk.forms': 'panel' } });
  await runInHost({ ...trusted, suite: 'refused', panels: 'refused' });
  // A state of its own: the suites before have run jobs, and here none may begin.
  const environment = { ...surroundings.environment, EDK_STATE: join(folder, 'untouched') };
  await runInHost({ ...surroundings, environment, suite: 'restricted', trust: 'nothing' });
} catch (error) {
  report.show({ type: 'failed', depth: 0, title: 'the workbench', reason: String(error) });
} finally {
  await rm(folder, { recursive: true, force: true });
}
report.end();
if (values.report !== undefined) await writeFile(values.report, report.toJson());
process.exitCode = report.stats.failures === 0 ? 0 : 1;
