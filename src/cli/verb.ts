import { join } from 'node:path';
import { createHttpClient, readCertificates } from '../core/http/httpClient.ts';
import { explainUnexpected } from '../core/errors/fileErrors.ts';
import { closeToOthers } from '../core/files/writeFiles.ts';
import type { EdkContext } from '../core/useCases/context/edkContext.ts';
import { jobId } from '../core/jobs/journal.ts';
import { performJob, type JobEnd, runJob } from '../core/jobs/runJob.ts';
import type { JobStep } from '../core/jobs/jobStep.ts';
import { plainEvent } from '../core/jobs/parseJobEvent.ts';
import { reportError } from '../core/jobs/reportError.ts';
import { readEnvironment } from '../core/settings/environment.ts';
import { resolveSettings, type SettingFlags } from '../core/settings/resolveSettings.ts';
import { createOutput } from './output/createOutput.ts';
import { styledText, type Output } from './output/output.ts';
import { catalogue } from '../core/errors/catalogue.ts';
import { EdkError } from '../core/errors/edkError.ts';

/** Options that every verb takes. */
export interface CommonOptions extends SettingFlags {
  readonly json?: boolean;
  /** Name of the job's journal, chosen by whoever follows it. */
  readonly jobId?: string;
}

export interface VerbRequest {
  /** As it is typed, without `edk`. */
  readonly verb: string;
  readonly options: CommonOptions;
  /** Where the search for `edk.yaml` starts; absolute. */
  readonly folder: string;
  /**
   * What the run keeps: a journal and the project's lock, a journal, or nothing if it only reads - unless `--job-id` names
   * a journal to follow.
   */
  readonly record:
    | { readonly kind: 'project'; readonly project: string; readonly lock?: 'byItself' | undefined }
    | { readonly kind: 'job'; /** Extension or release. */ readonly subject?: string | undefined }
    | { readonly kind: 'none' };
}

export interface VerbContext {
  readonly edk: EdkContext;
  readonly step: JobStep;
  /** Shows a result to people; `--json` prints the value that the work returns instead. */
  readonly show: (text: string) => void;
  /** Exit code instead of 0, for work that succeeded but found problems. */
  readonly exitWith: (code: number) => void;
}

/** Runs one verb, from reading settings to setting the exit code. Ctrl-C cancels it. */
export async function runVerb(request: VerbRequest, work: (context: VerbContext) => Promise<unknown>): Promise<void> {
  const output = await createOutput(request.options.json === true ? 'json' : 'people');
  const signals = watchSignals();
  let badNews: number | undefined;
  const exitWith = (code: number): void => void (badNews = code);
  try {
    const end = await perform(request, { output, signal: signals.signal, exitWith }, work);
    process.exitCode = exitCodeOf(end) || (badNews ?? 0);
  } finally {
    output.close();
    signals.dispose();
  }
}

interface Surroundings extends Pick<VerbContext, 'exitWith'> {
  readonly output: Output;
  readonly signal: AbortSignal;
}

async function perform(
  { verb, options, folder, record }: VerbRequest,
  { output, signal, exitWith }: Surroundings,
  work: (context: VerbContext) => Promise<unknown>,
): Promise<JobEnd> {
  const { sink } = output;
  const show = (text: string): void => output.show(styledText(text));
  try {
    const environment = readEnvironment();
    const settings = await resolveSettings(folder, options, environment);
    await Promise.all([closeToOthers(settings.folders.state), closeToOthers(settings.folders.cache)]);
    const http = createHttpClient(settings.proxy, await readCertificates(settings.certificatesFile));
    const edk: EdkContext = { settings, environment, templatesFolder, http, registries: new Map() };
    const run = (step: JobStep): Promise<unknown> => work({ edk, step, show, exitWith });
    try {
      if (record.kind === 'none' && options.jobId === undefined) {
        return await performJob({ id: jobId(verb, new Date().toISOString()), verb, signal, sink }, run);
      }
      const project = record.kind === 'project' ? record.project : undefined;
      const lock = record.kind === 'project' ? record.lock : undefined;
      const subject = record.kind === 'job' ? record.subject : undefined;
      const stateFolder = settings.folders.state;
      return await runJob({ id: options.jobId, verb, project, subject, lock, stateFolder, signal, sink }, run);
    } finally {
      await http.close();
    }
  } catch (thrown) {
    const error = explainUnexpected(thrown);
    const time = new Date().toISOString();
    sink(plainEvent({ time, type: 'job-finished', outcome: 'failed', durationMs: 0, error: reportError(error) }));
    return { outcome: 'failed', error };
  }
}

/** By shell convention: 128 plus the number of SIGINT. */
const cancelled = 130;

/** 0 for success; `edk --help` and the README list the others. */
function exitCodeOf(end: JobEnd): number {
  switch (end.outcome) {
    case 'succeeded':
      return 0;
    case 'cancelled':
      return cancelled;
    case 'failed':
      return end.error instanceof EdkError ? end.error.exitCode : catalogue.internal.exitCode;
  }
}

export const exitCodeHelp = [
  'Exit codes:',
  '  0 success          3 invalid project   6 build failed     9 project in use by another edk',
  '  1 internal error   4 tool missing      7 platform        10 disk or permissions',
  '  2 wrong usage      5 registry          8 not running     11 run or tests failed',
  '                                                        130 cancelled',
].join('\n');

/** The signal that Ctrl-C, SIGTERM and SIGHUP abort. A second Ctrl-C exits at once. */
function watchSignals(): { readonly signal: AbortSignal; dispose(): void } {
  const controller = new AbortController();
  const onInterrupt = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  const onTerminate = (): void => controller.abort();
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onTerminate);
  process.on('SIGHUP', onTerminate);
  return {
    signal: controller.signal,
    dispose: () => {
      process.off('SIGINT', onInterrupt);
      process.off('SIGTERM', onTerminate);
      process.off('SIGHUP', onTerminate);
    },
  };
}

/** Two levels above this file, from source (src/cli) as from the bundle (dist/edk). */
export const templatesFolder = join(import.meta.dirname, '..', '..', 'templates');
