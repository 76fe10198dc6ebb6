import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type EdkContext, connectToDocker } from '../../core/useCases/context/edkContext.ts';
import { catalogue, type ErrorCode } from '../../core/errors/catalogue.ts';
import { EdkError } from '../../core/errors/edkError.ts';
import { makePrivateFolder } from '../../core/files/writeFiles.ts';
import type { JobStep } from '../../core/jobs/jobStep.ts';
import { endProcess } from '../../core/process/process.ts';
import { startDetached, type DetachedProcess } from '../../core/process/startTool.ts';
import {
  localPlatformFolder,
  readLocalPlatform,
  readPlatformAccess,
  type LocalPlatformRecord,
} from '../../core/settings/localPlatform.ts';
import { lastLines } from '../../core/text/plainText.ts';
import type { PlatformServeOptions } from './servePlatform.ts';
import { parseJson } from '../../core/text/parseJson.ts';
import { removeRemains } from '../../sandbox/server.ts';

const startTimeoutMs = 60_000;
const pollMs = 50;

/**
 * Starts the local platform in its own process and returns once it answers.
 *
 * @throws EdkError why it did not start, else `platform.startFailed` with the end of its log.
 */
export async function startPlatform(
  edk: EdkContext,
  options: PlatformServeOptions,
  step: JobStep,
): Promise<LocalPlatformRecord> {
  const { state } = edk.settings.folders;
  return step.run('Start the local platform', async (starting) => {
    const running = await readLocalPlatform(state);
    const folder = localPlatformFolder(state);
    if (running !== undefined && (await readPlatformAccess(folder)) !== undefined) {
      checkSameCluster(running, options);
      starting.skip('already running');
      return running;
    }
    // It no longer gives access, so it is about to stop.
    if (running !== undefined) await endProcess(running, { patienceMs, signal: starting.signal });
    const logFile = join(folder, 'serve.log');
    await makePrivateFolder(folder);
    const server = startDetached({
      executable: process.execPath,
      arguments: [...process.execArgv, process.argv[1] ?? '', ...serveArguments(edk, options)],
      logFile,
    });
    try {
      const record = await waitUntilItRuns({ server, state, logFile }, starting.signal);
      for (const sentence of record.damage ?? []) starting.warn(sentence);
      return record;
    } catch (error) {
      server.terminate();
      throw error;
    }
  });
}

function serveArguments({ settings }: EdkContext, options: PlatformServeOptions): string[] {
  const { port, registryPort, network, kubeContext } = options;
  const ports = ['--port', String(port), '--registry-port', String(registryPort)];
  const offline = network === 'offline' ? ['--offline'] : [];
  const cluster = kubeContext === undefined ? [] : ['--kube-context', kubeContext];
  return ['platform', 'serve', '--json', '--build-version', settings.buildVersion, ...ports, ...offline, ...cluster];
}

/** Whoever asks for a cluster must not end up on a platform that installs elsewhere. */
function checkSameCluster(running: LocalPlatformRecord, { kubeContext }: PlatformServeOptions): void {
  if (kubeContext === undefined || kubeContext === running.kubeContext) return;
  const where =
    running.kubeContext === undefined ? 'runs its pods with Docker' : `uses the context "${running.kubeContext}"`;
  throw new EdkError('platform.alreadyRunning', `The local platform at ${running.url} ${where}.`, {
    remedy: 'Stop it with "edk platform stop", then start it again.',
  });
}

interface Starting {
  readonly server: DetachedProcess;
  readonly state: string;
  readonly logFile: string;
}

async function waitUntilItRuns(
  { server, state, logFile }: Starting,
  signal: AbortSignal,
): Promise<LocalPlatformRecord> {
  const end = new AbortController();
  void server.ended.then(() => end.abort());
  const deadline = Date.now() + startTimeoutMs;
  while (Date.now() < deadline) {
    const record = await readLocalPlatform(state);
    if (record !== undefined) return record;
    if (end.signal.aborted) throw await explainEnd(logFile);
    await sleep(pollMs, undefined, { signal });
  }
  throw new EdkError('platform.startFailed', `The local platform did not start within ${startTimeoutMs / 1000} s.`, {
    detail: lastLines(await readFile(logFile, 'utf8'), 10),
    place: { file: logFile },
  });
}

const finishedSchema = z.object({
  type: z.literal('job-finished'),
  error: z.object({
    code: z.custom<ErrorCode>((code) => typeof code === 'string' && code in catalogue),
    message: z.string(),
    remedy: z.string(),
    detail: z.string().optional(),
  }),
});

/** The error that the server reported in the last event of its log. */
async function explainEnd(logFile: string): Promise<EdkError> {
  const text = await readFile(logFile, 'utf8');
  for (const line of text.trim().split('\n').reverse()) {
    const finished = parseJson(line, finishedSchema);
    if (finished === undefined) continue;
    const { code, message, remedy, detail } = finished.error;
    return new EdkError(code, message, { remedy, detail });
  }
  return new EdkError('platform.startFailed', 'The local platform exited right after its start.', {
    detail: lastLines(text, 10),
    place: { file: logFile },
  });
}

/** How long a platform may take to stop; its pods have five seconds, all at the same time. */
const patienceMs = 20_000;

/** Stops the local platform, even if it hangs, and cleans up after one that was killed. What is installed stays. */
export async function stopPlatform(edk: EdkContext, step: JobStep): Promise<'stopped' | 'absent'> {
  const { state } = edk.settings.folders;
  const folder = localPlatformFolder(state);
  const record = await readLocalPlatform(state);
  const clean = () => removeRemains(folder, () => connectToDocker(edk));
  if (record === undefined) return (await clean()) === 'removed' ? 'stopped' : 'absent';
  await step.run('Stop the local platform', async (stopping) => {
    const how = await endProcess(record, { patienceMs, signal: stopping.signal });
    if (how === 'killed') stopping.warn(`It did not stop within ${patienceMs / 1000} s and was killed.`);
    await clean();
  });
  return 'stopped';
}
