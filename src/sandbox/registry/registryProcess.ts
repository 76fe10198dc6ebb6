import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dump } from 'js-yaml';
import { EdkError } from '../../core/errors/edkError.ts';
import { writePrivateFile } from '../../core/files/writeFiles.ts';
import { createHttpClient, HttpFailure, type HttpClient } from '../../core/http/httpClient.ts';
import { endProcess, processIdentity } from '../../core/process/process.ts';
import { startTool, type RunningTool } from '../../core/process/startTool.ts';
import { checkPortFree } from '../start/listen.ts';

export interface RegistryProcessOptions {
  /** Path or name of the CNCF distribution's executable; without one its usual names are tried. */
  readonly executable?: string | undefined;
  readonly port: number;
  /** Its images. */
  readonly storageFolder: string;
  /** For its configuration. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

export interface RegistryProcess {
  /** The end of its output, if it exited without being stopped. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

const usualNames = ['docker-registry', 'registry'];
const portPurpose = 'the registry';
const startSeconds = 15;
const freeSeconds = 5;

/**
 * Runs a registry without sign-in on 127.0.0.1.
 *
 * @throws EdkError `platform.portTaken`, `tool.missing`, `platform.startFailed` with its output.
 */
export async function startRegistry(options: RegistryProcessOptions): Promise<RegistryProcess> {
  const { configuration, pidFile } = filesIn(options.folder);
  const before = await endForgottenRegistry(options.folder);
  await (before === 'ended' ? untilPortFree(options) : checkPortFree(options.port, portPurpose));
  await writePrivateFile(configuration, registryConfiguration(options));
  const tool = await startFirst(options.executable === undefined ? usualNames : [options.executable], configuration);
  const stop = async () => {
    await tool.stop();
    await rm(pidFile, { force: true });
    await rm(configuration, { force: true });
  };
  try {
    await writePrivateFile(pidFile, String(tool.pid));
    await waitUntilItAnswers(tool, options);
  } catch (error) {
    await stop();
    throw error;
  }
  return { ended: tool.ended, stop };
}

function registryConfiguration({ port, storageFolder }: RegistryProcessOptions): string {
  return dump({
    version: 0.1,
    log: { level: 'warn', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: storageFolder }, delete: { enabled: true } },
    http: { addr: `127.0.0.1:${port}` },
  });
}

async function startFirst(names: readonly string[], configuration: string): Promise<RunningTool> {
  for (const executable of names) {
    try {
      // The variable keeps version 3 from looking for a collector of traces.
      const environment = { OTEL_TRACES_EXPORTER: 'none' };
      return await startTool({ executable, arguments: ['serve', configuration], environment });
    } catch (error) {
      if (!(error instanceof EdkError && error.code === 'tool.missing')) throw error;
    }
  }
  throw new EdkError('tool.missing', `No registry program was found (looked for ${names.join(', ')}).`);
}

async function waitUntilItAnswers(tool: RunningTool, { port, signal }: RegistryProcessOptions): Promise<void> {
  const http = createHttpClient({ http: undefined, https: undefined, no: undefined });
  const url = new URL(`http://127.0.0.1:${port}/v2/`);
  const deadline = Date.now() + startSeconds * 1000;
  let output: string | undefined;
  void tool.ended.then((text) => (output = text));
  try {
    while (!(await answers(http, url, signal))) {
      signal.throwIfAborted();
      if (output !== undefined || Date.now() > deadline) {
        throw new EdkError('platform.startFailed', 'The registry did not start.', { detail: output });
      }
      await sleep(50, undefined, { signal });
    }
  } finally {
    await http.close();
  }
}

async function answers(http: HttpClient, url: URL, signal: AbortSignal): Promise<boolean> {
  try {
    return (await http.send({ method: 'GET', url, signal, deadlineMs: 2000 })).status === 200;
  } catch (error) {
    if (error instanceof HttpFailure) return false;
    throw error;
  }
}

const filesIn = (folder: string) => ({
  configuration: join(folder, 'registry.yml'),
  pidFile: join(folder, 'registry.pid'),
});

/** A killed platform leaves its registry behind, which blocks the port. Ends only one with our configuration. */
export async function endForgottenRegistry(folder: string): Promise<'ended' | 'none'> {
  const { configuration, pidFile } = filesIn(folder);
  const pid = Number(await readFile(pidFile, 'utf8').catch(() => ''));
  if (!Number.isInteger(pid) || pid <= 1) return 'none';
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  if (!commandLine.includes(configuration)) return 'none';
  await endProcess(await processIdentity(pid), { patienceMs: 5000, signal: new AbortController().signal });
  return 'ended';
}

/** The last of a process's threads holds its port for a moment after the process has ended. */
async function untilPortFree({ port, signal }: RegistryProcessOptions): Promise<void> {
  const deadline = Date.now() + freeSeconds * 1000;
  for (;;) {
    try {
      await checkPortFree(port, portPurpose);
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(50, undefined, { signal });
    }
  }
}
