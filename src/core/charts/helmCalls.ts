import { join } from 'node:path';
import type { ToolCall, ToolOutput } from '../process/runTool.ts';
import { readRendered, type RenderedManifest } from './readRendered.ts';

/** What Helm says about a chart without refusing it. */
export interface LintFinding {
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
export function helmVersion(helm: HelmTool): ToolCall<string> {
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

export interface TemplateOptions {
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
