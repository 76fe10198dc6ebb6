import { rm } from 'node:fs/promises';
import { join, dirname } from 'node:path';
import { lt, parse } from 'semver';
import { EdkError } from '../errors/edkError.ts';
import { type ToolCall, type ToolOutput, runTool } from '../process/runTool.ts';
import { readRendered, type RenderedManifest } from './readRendered.ts';
import type { StagedChart } from './stagedChart.ts';

/** What Helm says about a chart without refusing it. */
interface LintFinding {
  readonly severity: 'info' | 'warning' | 'error';
  /** As Helm names it, within the chart. */
  readonly path: string;
  readonly message: string;
}

/** Which Helm, and where it keeps what it writes. */
export interface HelmTool {
  readonly executable: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Keeps Helm out of the person's own settings, caches and plugins; nothing of those is needed to read a local chart. */
export function isolatedHelm(executable: string, folder: string): HelmTool {
  return {
    executable,
    environment: {
      HELM_CACHE_HOME: join(folder, 'cache'),
      HELM_CONFIG_HOME: join(folder, 'config'),
      HELM_DATA_HOME: join(folder, 'data'),
      HELM_PLUGINS: join(folder, 'plugins'),
      HELM_DEBUG: 'false',
    },
  };
}

/** Answers with Helm's version without the leading v. */
function helmVersion(helm: HelmTool): ToolCall<string> {
  return call(helm, ['version', '--template', '{{.Version}}'], ({ stdout }) => stdout.trim().replace(/^v/u, ''));
}

/** Fetches the dependencies of a chart from repositories, with the person's own registrations of those. */
export function helmDependencyUpdate(helm: HelmTool, chartFolder: string): ToolCall<void> {
  return call({ ...helm, environment: {} }, ['dependency', 'update', chartFolder], () => undefined);
}

export function helmLint(helm: HelmTool, chartFolder: string, valuesFile: string): ToolCall<LintFinding[]> {
  return call(helm, ['lint', chartFolder, '--values', valuesFile], ({ stdout }) => readLintFindings(stdout));
}

/** Answers with the path of the archive. */
export function helmPackage(helm: HelmTool, chartFolder: string, targetFolder: string): ToolCall<string> {
  return call(helm, ['package', chartFolder, '--destination', targetFolder], ({ stdout }) => {
    return /saved it to: (.+)$/mu.exec(stdout)?.[1]?.trim() ?? '';
  });
}

interface TemplateOptions {
  readonly release: string;
  readonly namespace: string;
  readonly chartFolder: string;
  readonly valuesFile: string;
}

/** Answers with every resource, hooks included. */
export function helmTemplate(helm: HelmTool, options: TemplateOptions): ToolCall<RenderedManifest[]> {
  const { release, namespace, chartFolder, valuesFile } = options;
  const parameters = ['template', release, chartFolder, '--namespace', namespace, '--values', valuesFile];
  return call(helm, parameters, ({ stdout }) => readRendered(`${stdout}\n`));
}

/** Reads lines like `[WARNING] templates/job.yaml: text`. */
export function readLintFindings(output: string): LintFinding[] {
  const severities = { INFO: 'info', WARNING: 'warning', ERROR: 'error' } as const;
  return [...output.matchAll(/^\[(INFO|WARNING|ERROR)\] ([^:\n]*): (.+)$/gmu)].map(([, severity, path, message]) => ({
    severity: severities[severity === 'INFO' || severity === 'WARNING' ? severity : 'ERROR'],
    path: path ?? '',
    message: message ?? '',
  }));
}

function call<T>(helm: HelmTool, parameters: readonly string[], parse: (output: ToolOutput) => T): ToolCall<T> {
  return { executable: helm.executable, environment: helm.environment, arguments: parameters, parse };
}

interface HelmLimits {
  readonly timeoutMs: number;
  readonly maxOutputBytes: number;
}

/** Helm answers within a second; a template that loops, or writes without end, is stopped. */
const usualLimits: HelmLimits = { timeoutMs: 60_000, maxOutputBytes: 20_000_000 };

/** Fetching dependencies takes as long as the network does. */
export const fetchLimits: HelmLimits = { ...usualLimits, timeoutMs: 300_000 };

/**
 * Runs Helm.
 *
 * @throws EdkError `helm.missing` when it cannot be started, `disk.*` when it cannot write, else `tool.failed` with its
 * own words; AbortError when cancelled.
 */
export async function runHelm<T>(call: ToolCall<T>, signal: AbortSignal, limits = usualLimits): Promise<T> {
  try {
    return await runTool(call, { signal, ...limits });
  } catch (error) {
    throw explain(error, call.executable);
  }
}

function explain(error: unknown, executable: string): unknown {
  if (!(error instanceof EdkError)) return error;
  if (error.code === 'tool.missing') {
    return new EdkError('helm.missing', `Helm was not found ("${executable}").`, { cause: error });
  }
  if (error.code !== 'tool.failed') return error;
  const { cause, detail = '' } = error;
  if (cause instanceof Error && 'code' in cause && (cause.code === 'EACCES' || cause.code === 'ENOEXEC')) {
    return new EdkError('helm.missing', `Helm cannot be started: "${executable}" is not a program.`, { cause: error });
  }
  if (/no space left on device|disk quota exceeded/iu.test(detail)) {
    return new EdkError('disk.full', 'No space left on the disk while Helm wrote the chart.', { detail, cause: error });
  }
  if (/read-only file system/iu.test(detail)) {
    return new EdkError('disk.readOnly', 'Helm cannot write: the disk is read-only.', { detail, cause: error });
  }
  return error;
}

/** Older ones know neither OCI repositories nor Chart API v2 in full. */
const oldestHelm = '3.8.0';

/**
 * Answers with Helm's version.
 *
 * @throws EdkError `helm.missing`, `helm.tooOld`.
 */
export async function checkHelm(helm: HelmTool, signal: AbortSignal): Promise<string> {
  const version = await runHelm(helmVersion(helm), signal).catch((error: unknown) => {
    if (!(error instanceof EdkError) || error.code !== 'tool.failed') throw error;
    // Helm 2 fails here, because it asks a cluster.
    throw new EdkError(
      'helm.tooOld',
      `"${helm.executable}" does not report a version; it may be Helm 2, or not Helm at all.`,
      {
        detail: error.detail,
        cause: error,
      },
    );
  });
  // A Helm built from source leaves out the last number.
  const found = parse(/^\d+\.\d+$/u.test(version) ? `${version}.0` : version);
  if (found === null || lt(found, oldestHelm)) {
    throw new EdkError('helm.tooOld', `Helm ${version === '' ? 'of unknown version' : version} is too old.`);
  }
  return found.version;
}

/**
 * Makes archives of the staged subcharts, as `helm dependency update` does: what a subchart's own .helmignore names is not
 * in them, and that of the chart around them does not reach in.
 */
export async function packSubcharts(helm: HelmTool, staged: StagedChart, signal: AbortSignal): Promise<void> {
  const archives = staged.parts.filter(({ form }) => form === 'archive');
  // The innermost first: an archive holds those below it.
  for (const { folder } of archives.toSorted((a, b) => b.folder.length - a.folder.length)) {
    try {
      await runHelm(helmPackage(helm, folder, dirname(folder)), signal);
    } catch (error) {
      // What is wrong with it is told by rendering the whole, with the file that it stands in.
      if (error instanceof EdkError && error.code === 'tool.failed') continue;
      throw error;
    }
    await rm(folder, { recursive: true, force: true });
  }
}
