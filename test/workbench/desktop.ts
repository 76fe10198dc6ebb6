/**
 * npm run test:desktop: the suite of a trusted workspace in desktop VS Code, which is downloaded. For machines that can
 * download it and have a display (or `xvfb-run`). EDK_VSCODE names an executable that is there already.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { stageExtension } from '../support/workbench/stageExtension.ts';
import { bundleSuite } from './bundleSuite.ts';
import { prepareWorkspace } from './prepareWorkspace.ts';
import { suiteEvent } from './suiteEvent.ts';
import { SuiteReport } from './suiteReport.ts';

const folder = await mkdtemp(join(tmpdir(), 'edk-desktop-tests-'));
const report = new SuiteReport();
try {
  const executable = process.env['EDK_VSCODE'] ?? (await download());
  const { workspace, environment, settings } = await prepareWorkspace(folder);
  const results = join(folder, 'results.ndjson');
  const userData = join(folder, 'data');
  await mkdir(join(userData, 'User'), { recursive: true });
  await writeFile(
    join(userData, 'User', 'settings.json'),
    JSON.stringify({ ...settings, 'kaapanaEdk.forms': 'panel' }),
  );
  const code = await runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: await stageExtension(join(folder, 'extension')),
    extensionTestsPath: await bundleSuite('trusted', folder),
    extensionTestsEnv: { ...environment, EDK_WORKBENCH_RESULTS: results },
    launchArgs: [workspace, '--user-data-dir', userData, '--disable-workspace-trust', '--disable-extensions'],
  }).catch((error: unknown) => String(error));
  const lines = (await readFile(results, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');
  const events = lines.map((line) => suiteEvent.parse(JSON.parse(line)));
  events.forEach(report.show);
  if (!events.some(({ type }) => type === 'ended')) {
    report.show({ type: 'failed', depth: 0, title: 'VS Code', reason: `It ended before the suite did: ${code}` });
  }
  report.end();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  report.stats.failures += 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = report.stats.failures === 0 ? 0 : 1;

async function download(): Promise<string> {
  try {
    return await downloadAndUnzipVSCode({ cachePath: join(tmpdir(), 'edk-vscode-test') });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `VS Code could not be downloaded: ${reason}\n` +
        'Run this where its download site can be reached, or name an installed one: EDK_VSCODE=/path/to/code.\n' +
        'The same suite runs in code-server by "npm test -- workbench".',
      { cause: error },
    );
  }
}
