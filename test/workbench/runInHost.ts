import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openBrowser } from '../support/workbench/openBrowser.ts';
import { stageExtension } from '../support/workbench/stageExtension.ts';
import { startCodeServer, type CodeServer, type CodeServerRequest } from '../support/workbench/startCodeServer.ts';
import { bundleSuite } from './bundleSuite.ts';
import { suiteEvent, type SuiteEvent } from './suiteEvent.ts';

const LIMIT_MS = 180_000;

export interface HostRun extends Omit<CodeServerRequest, 'environment'> {
  /** A module of the folder `host` that exports `run()`. */
  readonly suite: string;
  /** Opened as the workspace. */
  readonly workspace: string;
  /** The extension to run, unpacked; ours as it is built without it. */
  readonly extension?: string | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly onEvent: (event: SuiteEvent) => void;
  /** `refused`: no service workers, as where the browser does not trust the server's certificate. */
  readonly panels?: 'allowed' | 'refused';
}

/** Opens the extension from its sources' build in a real workbench and runs a suite inside its extension host. */
export async function runInHost(request: HostRun): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'edk-host-'));
  let server: CodeServer | undefined;
  const browser = await openBrowser();
  try {
    const suite = await bundleSuite(request.suite, folder);
    const results = join(folder, 'results.ndjson');
    server = await startCodeServer({
      ...request,
      environment: { ...request.environment, EDK_WORKBENCH_RESULTS: results },
    });
    // The workbench's clipboard is the browser's.
    const context = await browser.newContext({
      permissions: ['clipboard-read', 'clipboard-write'],
      serviceWorkers: request.panels === 'refused' ? 'block' : 'allow',
    });
    const page = await context.newPage();
    const extension = request.extension ?? (await stageExtension(join(folder, 'extension')));
    await page.goto(workbenchUrl(server.port, { workspace: request.workspace, extension, suite }));
    await followResults(results, request.onEvent).catch(async (error: unknown) => {
      const shot = join(tmpdir(), `edk-workbench-${Date.now()}.png`);
      await page.screenshot({ path: shot });
      throw new Error(`${String(error)}\nThe workbench then: ${shot}\n${server?.output() ?? ''}`);
    });
  } finally {
    await browser.close();
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The address that makes the workbench run tests in its remote extension host. */
function workbenchUrl(
  port: number,
  { workspace, extension, suite }: Readonly<Record<'workspace' | 'extension' | 'suite', string>>,
): string {
  const remote = (path: string): string => `vscode-remote://127.0.0.1:${port}${path}`;
  const payload = JSON.stringify([
    ['extensionDevelopmentPath', remote(extension)],
    ['extensionTestsPath', remote(suite)],
  ]);
  return `http://127.0.0.1:${port}/?${new URLSearchParams({ folder: workspace, payload }).toString()}`;
}

async function followResults(file: string, onEvent: (event: SuiteEvent) => void): Promise<void> {
  const limit = Date.now() + LIMIT_MS;
  let told = 0;
  for (;;) {
    const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n').slice(0, -1);
    for (const line of lines.slice(told)) {
      const event = suiteEvent.parse(JSON.parse(line));
      if (event.type === 'ended') return;
      onEvent(event);
    }
    told = lines.length;
    if (Date.now() > limit) throw new Error(`The suite did not end within ${LIMIT_MS / 1000} s.`);
    await sleep(50);
  }
}
