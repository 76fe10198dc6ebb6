import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { EdkError } from '../../core/errors/edkError.ts';
import { withTemporaryFolder } from '../../core/files/temporaryFiles.ts';
import { errorWords } from '../http/answer.ts';
import type { Release } from '../releases/release.ts';
import type { UninstallOptions } from '../releases/releases.ts';
import { type ClusterAccess, readToolJson, runClusterTool } from './clusterTool.ts';

const listedSchema = z.object({
  name: z.string(),
  revision: z.coerce.string(),
  updated: z.string(),
  status: z.string(),
  /** `<name>-<version>` */
  chart: z.string(),
  app_version: z.string(),
});
/** A release as `helm list` has it. */
export type ListedRelease = z.infer<typeof listedSchema>;

const contentSchema = z.object({
  info: z.object({ last_deployed: z.string(), status: z.string(), description: z.string().default('') }),
  /** The values that it was given. */
  config: z.record(z.string(), z.unknown()).nullish(),
  /** Without hooks. */
  manifest: z.string().default(''),
});
/** A release as `helm status` has it. */
export type ReleaseContent = z.infer<typeof contentSchema>;

interface InstallRequest {
  readonly release: string;
  readonly chartFile: string;
  readonly values: unknown;
}

/**
 * What the local platform asks of Helm about one namespace of a cluster. All reject with EdkError `helm.missing`,
 * `cluster.*`, or `tool.failed` with Helm's words.
 */
export interface ClusterHelm {
  list(signal: AbortSignal): Promise<ListedRelease[]>;
  /** Undefined when there is no such release. */
  content(release: string, signal: AbortSignal): Promise<ReleaseContent | undefined>;
  /** Hooks included. */
  install(request: InstallRequest, signal: AbortSignal): Promise<void>;
  uninstall(release: string, options: UninstallOptions, signal: AbortSignal): Promise<void>;
}

interface ClusterHelmParts {
  readonly access: ClusterAccess;
  readonly namespace: string;
  /** How long one hook may take. */
  readonly hookSeconds: number;
}

const readTimeoutMs = 30_000;
/** For everything beside the hooks of an install or uninstall. */
const changeTimeoutMs = 120_000;

export function createClusterHelm({ access, namespace, hookSeconds }: ClusterHelmParts): ClusterHelm {
  const run = (args: readonly string[], options: { readonly signal: AbortSignal; readonly timeoutMs: number }) => {
    const place = ['--kube-context', access.context, '--namespace', namespace];
    const call = { executable: access.helm, arguments: [...args, ...place] };
    return runClusterTool(access, { ...call, parse: ({ stdout }) => stdout }, options);
  };
  const change = (args: readonly string[], signal: AbortSignal) =>
    // One hook before and one after; of several in a row Helm itself ends the one that takes too long.
    run([...args, '--timeout', `${hookSeconds}s`], { signal, timeoutMs: changeTimeoutMs + 2 * hookSeconds * 1000 });
  return {
    async list(signal) {
      // By name and not with --all, which Helm 4 no longer has.
      const states = ['--deployed', '--failed', '--pending', '--uninstalling'];
      const text = await run(['list', ...states, '--max', '0', '--output', 'json'], {
        signal,
        timeoutMs: readTimeoutMs,
      });
      return readToolJson('helm', text, z.array(listedSchema));
    },
    async content(release, signal) {
      try {
        const text = await run(['status', release, '--output', 'json'], { signal, timeoutMs: readTimeoutMs });
        return readToolJson('helm', text, contentSchema);
      } catch (error) {
        if (error instanceof EdkError && error.detail?.includes('release: not found') === true) return undefined;
        throw error;
      }
    },
    install: ({ release, chartFile, values }, signal) =>
      withTemporaryFolder(async (folder) => {
        // A file and not --set: nothing in a parameter can be read as Helm's own syntax, or by others on this machine.
        const valuesFile = join(folder, 'values.json');
        await writeFile(valuesFile, JSON.stringify(values), { mode: 0o600 });
        await change(['install', release, chartFile, '--create-namespace', '--values', valuesFile], signal);
      }),
    async uninstall(release, { hooks }, signal) {
      await change(['uninstall', release, ...(hooks === 'skip' ? ['--no-hooks'] : [])], signal);
    },
  };
}

/** Helm's words for a failure without what it puts in front of all of them; its warnings left out. */
export function helmReason(error: unknown): string {
  if (!(error instanceof EdkError) || error.code !== 'tool.failed') return errorWords(error);
  const lines = (error.detail ?? error.message).split('\n');
  const begin = lines.findIndex((line) => line.startsWith('Error: '));
  const said = lines.slice(Math.max(begin, 0)).join('\n');
  return said.replace(/^Error: (INSTALLATION FAILED: )?/, '').trim();
}

export function isNameTaken(reason: string): boolean {
  return /cannot re-?use a name that is still in use/.test(reason);
}

/** In the platform's four words; undefined for what is not an installation any more. */
export function releaseStatus(helmStatus: string): Release['status'] | undefined {
  switch (helmStatus) {
    case 'deployed':
    case 'failed':
    case 'uninstalling':
      return helmStatus;
    case 'pending-install':
    case 'pending-upgrade':
    case 'pending-rollback':
      return 'pending-install';
    default:
      return undefined;
  }
}

/** Helm describes every release; what only says the status again is left out. */
export function releaseDescription(status: Release['status'], description: string): string {
  return status === 'failed' ? description : '';
}

/** `<name>-<version>` as Helm joins them: names have hyphens, and so may versions after their numbers. */
export function splitChart(chart: string): { readonly name: string; readonly version: string } {
  const [, name, version] = /^(.+?)-(v?\d+\.\d+\.\d+.*)$/.exec(chart) ?? [];
  return name === undefined || version === undefined ? { name: chart, version: '' } : { name, version };
}
