import { z } from 'zod';
import { EdkError } from '../../core/errors/edkError.ts';
import type { ClusterAccess } from './clusterAccess.ts';
import { podListSchema, type Pod } from './podSchema.ts';
import { runClusterTool } from './runClusterTool.ts';

/** What the local platform asks of kubectl. All reject with EdkError `kubectl.missing`, `cluster.*` or `tool.failed`. */
export interface Kubectl {
  /** Names of the kubeconfig's contexts; asks no cluster. */
  contexts(signal: AbortSignal): Promise<string[]>;
  /** Version of the cluster, e.g. `v1.34.4`. */
  serverVersion(signal: AbortSignal): Promise<string>;
  pods(namespace: string, signal: AbortSignal): Promise<Pod[]>;
  /** Makes a namespace that is missing. */
  provideNamespace(name: string, signal: AbortSignal): Promise<void>;
}

const requestSeconds = 10;
/** Plugins that sign in may take longer than a request. */
const timeoutMs = 30_000;

const versionSchema = z.object({ gitVersion: z.string() });

export function createKubectl(access: ClusterAccess): Kubectl {
  const run = (args: readonly string[], signal: AbortSignal) =>
    runClusterTool(
      access,
      { executable: access.kubectl, arguments: args, parse: ({ stdout }) => stdout },
      { signal, timeoutMs },
    );
  const ask = (args: readonly string[], signal: AbortSignal) =>
    run(['--context', access.context, `--request-timeout=${requestSeconds}s`, ...args], signal);
  return {
    async contexts(signal) {
      const names = await run(['config', 'get-contexts', '--output', 'name'], signal);
      return names.split('\n').filter((name) => name !== '');
    },
    async serverVersion(signal) {
      const text = await ask(['get', '--raw', '/version'], signal);
      return versionSchema.parse(JSON.parse(text)).gitVersion;
    },
    async pods(namespace, signal) {
      const text = await ask(['get', 'pods', '--namespace', namespace, '--output', 'json'], signal);
      return podListSchema.parse(JSON.parse(text)).items;
    },
    async provideNamespace(name, signal) {
      try {
        await ask(['get', 'namespace', name, '--output', 'name'], signal);
      } catch (error) {
        if (!said(error, /\(NotFound\)/)) throw error;
        await ask(['create', 'namespace', name], signal).catch((refused: unknown) => {
          // Somebody else was faster.
          if (!said(refused, /\(AlreadyExists\)/)) throw refused;
        });
      }
    },
  };
}

function said(error: unknown, words: RegExp): boolean {
  return error instanceof EdkError && error.code === 'tool.failed' && words.test(error.detail ?? '');
}
