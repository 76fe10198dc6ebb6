import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JobEvent } from '../../src/core/jobs/jobEvent.ts';
import { freePort } from '../../scripts/setup/freePort.mjs';

const repository = join(import.meta.dirname, '..', '..');
const bundle = join(repository, 'dist', 'edk', 'edk.js');

export interface EdkRun {
  readonly exitCode: number;
  readonly events: readonly JobEvent[];
  /** Of the last event. */
  readonly end: Extract<JobEvent, { type: 'job-finished' }>;
  /** What was not an event, e.g. of a script around edk. */
  readonly errorOutput: string;
}

/** The built `edk` with a local platform and a registry of its own, away from the person's. */
export interface EdkWorkbench {
  readonly folder: string;
  readonly registry: string;
  readonly platformUrl: string;
  readonly dags: string;
  /** Runs `edk <arguments> --json`. */
  run(...args: string[]): Promise<EdkRun>;
  /** Runs one of the scripts in `scripts/` with `--json`. */
  runScript(name: string, ...args: string[]): Promise<EdkRun>;
  /** Again after it was stopped, at the same address. */
  startPlatform(): Promise<void>;
  stop(): Promise<void>;
}

export async function startEdkWorkbench(): Promise<EdkWorkbench> {
  const folder = await mkdtemp(join(tmpdir(), 'edk-workbench-'));
  const environment = {
    ...process.env,
    EDK_STATE: join(folder, 'state'),
    EDK_CACHE: join(folder, 'cache'),
    WORKSPACE: folder,
  };
  const start = (file: string, args: readonly string[]): Promise<EdkRun> =>
    new Promise((resolve, reject) => {
      const options = { env: environment, maxBuffer: 64 * 1024 * 1024 };
      execFile(file, [...args, '--json'], options, (error, output, errorOutput) => {
        if (error !== null && typeof error.code !== 'number') {
          reject(new Error(`edk could not be run: ${error.message}`));
          return;
        }
        const events = output
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as JobEvent);
        const end = events.at(-1);
        if (end?.type === 'job-finished') resolve({ exitCode: Number(error?.code ?? 0), events, end, errorOutput });
        else reject(new Error(`edk ${args.join(' ')} ended without saying so:\n${output}\n${errorOutput}`));
      });
    });
  const run = (...args: string[]): Promise<EdkRun> => start(process.execPath, [bundle, ...args]);

  const registryPort = await freePort();
  const platformPort = await freePort();
  const startPlatform = async (): Promise<void> => {
    const started = await run('platform', 'start', '--port', `${platformPort}`, '--registry-port', `${registryPort}`);
    if (started.exitCode !== 0) throw new Error(JSON.stringify(started.end.error));
  };
  await startPlatform();
  return {
    folder,
    registry: `localhost:${registryPort}`,
    platformUrl: `http://127.0.0.1:${platformPort}/kube-helm-api`,
    dags: join(folder, 'state', 'platform', 'volumes', 'workflows', 'dags'),
    run,
    startPlatform,
    runScript: (name, ...args) => start(join(repository, 'scripts', name), args),
    stop: async () => {
      await run('platform', 'stop');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
