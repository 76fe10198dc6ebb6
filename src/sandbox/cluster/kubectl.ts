import { z } from 'zod';
import { EdkError } from '../../core/errors/edkError.ts';
import { lastLines } from '../../core/text/plainText.ts';
import { type ClusterAccess, readToolJson, runClusterTool } from './clusterTool.ts';
import { eventListSchema, podListSchema, type Pod } from './podSchema.ts';

/** What the local platform asks of kubectl. All reject with EdkError `kubectl.missing`, `cluster.*` or `tool.failed`. */
export interface Kubectl {
  /** Names of the kubeconfig's contexts; asks no cluster. */
  contexts(signal: AbortSignal): Promise<string[]>;
  /** Version of the cluster, e.g. `v1.34.4`. */
  serverVersion(signal: AbortSignal): Promise<string>;
  pods(namespace: string, signal: AbortSignal): Promise<Pod[]>;
  /** The last lines that a container wrote before its last end. */
  logEnd(place: ContainerPlace, signal: AbortSignal): Promise<string>;
  /** What was said of pods that something is wrong with, the oldest first. */
  podWarnings(namespace: string, signal: AbortSignal): Promise<PodWarning[]>;
  /** Makes a namespace that is missing. */
  provideNamespace(name: string, signal: AbortSignal): Promise<void>;
}

interface ContainerPlace {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

interface PodWarning {
  readonly podUid: string;
  readonly message: string;
}

const keptLines = 20;
const keptBytes = 16_384;
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
      return readToolJson('kubectl', text, versionSchema).gitVersion;
    },
    async pods(namespace, signal) {
      const text = await ask(['get', 'pods', '--namespace', namespace, '--output', 'json'], signal);
      return readToolJson('kubectl', text, podListSchema).items;
    },
    async logEnd({ namespace, pod, container }, signal) {
      const limits = [`--tail=${keptLines}`, `--limit-bytes=${keptBytes}`];
      const text = await ask(['logs', pod, '--namespace', namespace, '--container', container, ...limits], signal);
      return lastLines(text, keptLines);
    },
    async podWarnings(namespace, signal) {
      // That a pod found no node is among its conditions, as long as it is so.
      const ofPods = '--field-selector=type=Warning,involvedObject.kind=Pod,reason!=FailedScheduling';
      const text = await ask(['get', 'events', '--namespace', namespace, ofPods, '--output', 'json'], signal);
      return readToolJson('kubectl', text, eventListSchema)
        .items.map(({ lastTimestamp, eventTime, ...event }) => ({ ...event, at: lastTimestamp ?? eventTime ?? '' }))
        .sort((a, b) => a.at.localeCompare(b.at))
        .map(({ involvedObject, message }) => ({ podUid: involvedObject.uid, message }));
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
