import type { ReleasePod, ReleaseWorkload } from '../releases/release.ts';
import { podMessage } from './podMessage.ts';
import type { PodRecord } from './podRecords.ts';
import type { Pod } from './podSchema.ts';
import { podReadiness, podRestarts, podStatus } from './podStatus.ts';
import type { ManifestWorkload } from './releaseManifest.ts';

/** The workloads of a release with their pods, the oldest first. */
export function releasePods(
  workloads: readonly ManifestWorkload[],
  records: ReadonlyMap<Pod, PodRecord>,
): ReleaseWorkload[] {
  return workloads.map((workload) => {
    const own = podsOf(workload, [...records.keys()]);
    own.sort((a, b) => a.metadata.creationTimestamp.localeCompare(b.metadata.creationTimestamp));
    const { kind, name } = workload;
    return { kind, name, namespaced: true, pods: own.map((pod) => summarize(pod, records.get(pod))) };
  });
}

export function podsOf({ kind, name, namespace }: ManifestWorkload, pods: readonly Pod[]): Pod[] {
  return pods.filter((pod) => pod.metadata.namespace === namespace && isOwn(pod, { kind, name }));
}

/** By its controller. A Deployment's is a ReplicaSet that has the pod's template hash at its end. */
function isOwn({ metadata }: Pod, { kind, name }: Pick<ManifestWorkload, 'kind' | 'name'>): boolean {
  const owner = metadata.ownerReferences.find(({ controller }) => controller === true);
  if (owner === undefined) return false;
  if (kind !== 'Deployment') return owner.kind === kind && owner.name === name;
  return owner.kind === 'ReplicaSet' && owner.name === `${name}-${metadata.labels['pod-template-hash'] ?? ''}`;
}

function summarize(pod: Pod, record: PodRecord = { log: '', warning: '' }): ReleasePod {
  const { phase, podIP } = pod.status;
  return {
    name: pod.metadata.name,
    createdAt: pod.metadata.creationTimestamp,
    // A node that does not answer: what ran there may still run.
    phase: phase === 'Unknown' ? 'Running' : phase,
    status: podStatus(pod),
    ready: podReadiness(pod),
    restarts: podRestarts(pod),
    message: podMessage(pod, record),
    ...(podIP === undefined ? {} : { address: podIP }),
  };
}
