import pLimit from 'p-limit';
import type { Kubectl } from './kubectl.ts';
import type { Pod, PodContainerStatus } from './podSchema.ts';

/** What a cluster knows of a pod beside its status; empty texts when there is nothing. */
export interface PodRecord {
  /** The last lines of the container that failed. */
  readonly log: string;
  /** The last warning of those who try to run it: a probe that fails, a volume that cannot be mounted. */
  readonly warning: string;
}

/** Finds the records of pods that do not run as they should; of the others there is nothing to say. */
export interface PodRecords {
  read(pods: readonly Pod[], signal: AbortSignal): Promise<ReadonlyMap<Pod, PodRecord>>;
}

/** Of the processes for logs. */
const workers = 4;

/** A log is read once for every end of a container, as it does not change afterwards. */
export function createPodRecords(kubectl: Kubectl): PodRecords {
  let known = new Map<string, Promise<string>>();

  async function logs(pods: readonly Pod[], signal: AbortSignal): Promise<Map<Pod, string>> {
    const limit = pLimit(workers);
    const next: typeof known = new Map();
    const read = pods.map(async (pod): Promise<[Pod, string]> => {
      const failed = failedContainer(pod);
      if (failed === undefined) return [pod, ''];
      const { name, namespace, creationTimestamp } = pod.metadata;
      const key = JSON.stringify([namespace, name, creationTimestamp, failed.name, failed.restartCount]);
      // A node that is away, or has removed the container already, says nothing.
      const ask = () => kubectl.logEnd({ namespace, pod: name, container: failed.name }, signal).catch(() => '');
      const log = known.get(key) ?? limit(ask);
      next.set(key, log);
      return [pod, await log];
    });
    known = next;
    const found = await Promise.all(read);
    signal.throwIfAborted();
    return new Map(found);
  }

  async function warnings(pods: readonly Pod[], signal: AbortSignal): Promise<Map<string, string>> {
    const namespaces = new Set(pods.filter(isWaiting).map(({ metadata }) => metadata.namespace));
    const lists = await Promise.all([...namespaces].map((name) => kubectl.podWarnings(name, signal)));
    return new Map(lists.flat().map(({ podUid, message }) => [podUid, message]));
  }

  return {
    async read(pods, signal) {
      const [ends, warned] = await Promise.all([logs(pods, signal), warnings(pods, signal)]);
      const recordOf = (pod: Pod): PodRecord => ({
        log: ends.get(pod) ?? '',
        warning: isWaiting(pod) ? (warned.get(pod.metadata.uid) ?? '') : '',
      });
      return new Map(pods.map((pod) => [pod, recordOf(pod)]));
    },
  };
}

function failedContainer({ status }: Pod): PodContainerStatus | undefined {
  return [...status.initContainerStatuses, ...status.containerStatuses].find(({ state, lastState }) => {
    const ended = state.terminated ?? (state.waiting === undefined ? undefined : lastState.terminated);
    return ended !== undefined && ended.exitCode !== 0;
  });
}

/** Neither ended nor ready. */
function isWaiting({ status }: Pod): boolean {
  const isReady = status.conditions.some(({ type, status: value }) => type === 'Ready' && value === 'True');
  return !isReady && (status.phase === 'Pending' || status.phase === 'Running');
}
