import type { Quirks } from '../start/quirks.ts';
import { listedPods, listedWorkloads, type Release, type ReleasePod } from '../releases/release.ts';

/** A release inside an entry of /extensions. */
export interface DeploymentEntry {
  readonly deployment_id: string;
  readonly helm_status: string;
  readonly helm_info: {
    readonly app_version: string;
    readonly chart: string;
    readonly name: string;
    readonly namespace: string;
    readonly revision: string;
    readonly status: string;
    readonly updated: string;
    /** Only here: why the release is in its state. */
    readonly description?: string;
  };
  readonly kube_status: readonly string[] | string;
  readonly kube_info: KubeInfo | null;
  readonly links: readonly string[];
  readonly ready: boolean;
}

interface KubeInfo {
  readonly age: readonly string[];
  readonly name: readonly string[];
  readonly ready: readonly string[];
  readonly status: readonly string[];
  readonly restarts: readonly string[];
  readonly annotations: Readonly<Record<string, string>>;
  /** Only here: why each pod does not run, with the end of its log; empty when all is well. */
  readonly message: readonly string[];
}

interface DeploymentOptions {
  readonly now: number;
  readonly quirks: Pick<Quirks, 'readyWithoutPods'>;
}

export function deploymentEntry(release: Release, options: DeploymentOptions): DeploymentEntry {
  const pods = listedPods(release);
  return {
    deployment_id: release.name,
    helm_status: release.status,
    helm_info: {
      app_version: release.appVersion,
      chart: `${release.chart}-${release.version}`,
      name: release.name,
      namespace: release.namespace,
      revision: '1',
      status: release.status,
      updated: `${release.installedAt.replace('T', ' ').replace('Z', '000000')} +0000 UTC`,
      ...(release.description === '' ? {} : { description: release.description }),
    },
    ...kubePart(release, pods, options),
    links: release.links,
  };
}

// Recorded: pods are looked up for deployed releases only.
function kubePart(
  release: Release,
  pods: readonly ReleasePod[],
  { now, quirks }: DeploymentOptions,
): Pick<DeploymentEntry, 'kube_status' | 'kube_info' | 'ready'> {
  if (release.status === 'failed') return { kube_status: '', kube_info: null, ready: false };
  if (release.status !== 'deployed') return { kube_status: 'unknown', kube_info: null, ready: false };
  const statuses = pods.map(({ status }) => status.toLowerCase());
  return {
    kube_status: statuses,
    kube_info: {
      age: pods.map(({ createdAt }) => printAge(now - Date.parse(createdAt))),
      name: pods.map(({ name }) => name),
      ready: pods.map(({ ready }) => ready),
      status: statuses,
      restarts: pods.map(({ restarts }) => String(restarts)),
      annotations: {},
      message: pods.map(({ message }) => message),
    },
    ready: isReleaseReady(release, quirks),
  };
}

/** Recorded: true without any pod, too, since the backend only looks for a first pod that is in another state. */
export function isReleaseReady(release: Release, { readyWithoutPods }: Pick<Quirks, 'readyWithoutPods'>): boolean {
  const first = listedWorkloads(release).map(({ pods }) => pods[0]);
  return (
    release.status === 'deployed' &&
    (readyWithoutPods || first.some((pod) => pod !== undefined)) &&
    first.every((pod) => pod === undefined || /^(running|completed)$/i.test(pod.status))
  );
}

/** The AGE column of kubectl, roughly: `28s`, `5m`, `3h`, `2d`. */
function printAge(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 120) return `${seconds}s`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)}m`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)}h`;
  return `${Math.floor(seconds / 86_400)}d`;
}
