import pLimit from 'p-limit';
import type { Release } from '../releases/release.ts';
import { type ClusterHelm, type ListedRelease, releaseStatus } from './clusterHelm.ts';
import type { Kubectl } from './kubectl.ts';
import { createPodRecords } from './podRecords.ts';
import { readRelease, type KeptRelease, podsOf, releasePods } from './readRelease.ts';
import type { ReleaseNotes } from './releaseNotes.ts';

/** Reads the cluster. */
export interface ClusterReader {
  /** The releases with their pods, in the order of their install. */
  releases(): Promise<KeptRelease[]>;
  /** The current read may have started before a change. The next one starts over. */
  forget(): void;
}

export interface ClusterReaderParts {
  readonly helm: ClusterHelm;
  readonly kubectl: Kubectl;
  readonly notes: ReleaseNotes;
  readonly namespace: string;
  readonly signal: AbortSignal;
}

/** Of the processes for releases that changed; each takes a processor for a moment. */
const workers = 4;

/**
 * Every read queries the cluster, so nothing is stale, nothing keeps running, and an unreachable cluster is an error
 * instead of an old list. Simultaneous reads share one answer. What Helm keeps of a release is read again only after its
 * revision or status has changed, because it does not change otherwise.
 */
export function createClusterReader({ helm, kubectl, notes, namespace, signal }: ClusterReaderParts): ClusterReader {
  const podRecords = createPodRecords(kubectl);
  let known = new Map<string, Promise<KeptRelease | undefined>>();
  let running: Promise<KeptRelease[]> | undefined;

  async function readKept(listed: ListedRelease, status: Release['status']): Promise<KeptRelease | undefined> {
    const content = await helm.content(listed.name, signal);
    // It went away in between.
    if (content === undefined) return undefined;
    return readRelease({ listed, content, status, note: await notes.read(listed.name), namespace });
  }

  async function kept(): Promise<KeptRelease[]> {
    const limit = pLimit(workers);
    const next: typeof known = new Map();
    for (const listed of await helm.list(signal)) {
      const status = releaseStatus(listed.status);
      if (status === undefined) continue;
      const key = JSON.stringify(listed);
      // The note of a release that is being removed changes at the end.
      const remembered = status === 'uninstalling' ? undefined : known.get(key);
      next.set(key, remembered ?? limit(() => readKept(listed, status)));
    }
    known = next;
    try {
      const releases = (await Promise.all(next.values())).filter((release) => release !== undefined);
      return releases.sort((a, b) => a.release.installedAt.localeCompare(b.release.installedAt));
    } catch (error) {
      known = new Map();
      throw error;
    }
  }

  async function read(): Promise<KeptRelease[]> {
    const releases = await kept();
    const namespaces = new Set(releases.flatMap(({ workloads }) => workloads.map((workload) => workload.namespace)));
    const pods = (await Promise.all([...namespaces].map((name) => kubectl.pods(name, signal)))).flat();
    const own = releases.flatMap(({ workloads }) => workloads.flatMap((workload) => podsOf(workload, pods)));
    const records = await podRecords.read(own, signal);
    return releases.map(({ release, ...rest }) => ({
      ...rest,
      release: { ...release, workloads: releasePods(rest.workloads, records) },
    }));
  }

  return {
    releases() {
      if (running !== undefined) return running;
      const mine = read().finally(() => {
        if (running === mine) running = undefined;
      });
      running = mine;
      return mine;
    },
    forget: () => (running = undefined),
  };
}
