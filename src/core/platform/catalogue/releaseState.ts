import { currentPods, describePod, podCondition, type Pod } from './pods.ts';
import type { Deployment, ExtensionEntry } from '../schemas/extensionList.ts';

/** The state of a release. */
export type ReleaseState =
  | { readonly kind: 'absent' }
  /** Requested, but not yet in the platform's list, which is up to 30 s old. */
  | { readonly kind: 'requested'; readonly waitsFor: string }
  | { readonly kind: 'installing'; readonly waitsFor: string; readonly pods: readonly Pod[] }
  /** Every pod is running and ready, or has completed. */
  | { readonly kind: 'running'; readonly pods: readonly Pod[] }
  /** Helm has installed it, but the platform lists no pods of it: nothing more is known. */
  | { readonly kind: 'deployed'; readonly pods: readonly Pod[] }
  /** Every pod has completed: a workflow whose files are in place. */
  | { readonly kind: 'completed'; readonly pods: readonly Pod[] }
  /** Deployed, but a pod cannot run; it may recover. */
  | { readonly kind: 'degraded'; readonly reason: string; readonly pods: readonly Pod[] }
  | { readonly kind: 'failed'; readonly reason: string; readonly pods: readonly Pod[] }
  | { readonly kind: 'uninstalling' }
  | { readonly kind: 'stuck'; readonly reason: string };

export interface ReleaseFacts {
  /** Lower case; undefined if Helm has no such release. */
  readonly helmStatus: string | undefined;
  /** Helm's description of the status. */
  readonly description?: string | undefined;
  readonly pods: readonly Pod[];
  /** Whether the platform will list pods of it: until it does, such a release is still being installed. */
  readonly expectsPods: boolean;
  /** How long this Helm status has been watched. */
  readonly sameStatusMs?: number | undefined;
}

// Hooks may take long, because large images are pulled first.
const stuckAfterMs = { uninstalling: 180_000, pending: 1_800_000 };

export function releaseState(facts: ReleaseFacts): ReleaseState {
  const { helmStatus, sameStatusMs = 0 } = facts;
  const pods = currentPods(facts.pods);
  switch (helmStatus) {
    case undefined:
    case 'uninstalled':
      return { kind: 'absent' };
    case 'uninstalling':
      if (hasGivenUp(facts.description)) return { kind: 'stuck', reason: facts.description };
      if (sameStatusMs < stuckAfterMs.uninstalling) return { kind: 'uninstalling' };
      return { kind: 'stuck', reason: 'The uninstall is stuck; its pre-delete hook has probably failed.' };
    case 'failed':
      return { kind: 'failed', reason: reasonOf(pods) ?? facts.description ?? 'Helm could not install it.', pods };
    case 'deployed':
    case 'superseded':
      return deployedState(pods, facts.expectsPods);
    default:
      if (sameStatusMs >= stuckAfterMs.pending) return { kind: 'stuck', reason: `It is stuck in ${helmStatus}.` };
      return { kind: 'installing', waitsFor: reasonOf(pods) ?? `Helm (${helmStatus})`, pods };
  }
}

function deployedState(pods: readonly Pod[], expectsPods: boolean): ReleaseState {
  const reason = reasonOf(pods);
  if (reason !== undefined) return { kind: 'degraded', reason, pods };
  const waiting = pods.filter((pod) => podCondition(pod) === 'waiting');
  if (waiting.length > 0) return { kind: 'installing', waitsFor: waiting.map(describePod).join('; '), pods };
  if (pods.length === 0) {
    return expectsPods ? { kind: 'installing', waitsFor: 'its first pod', pods } : { kind: 'deployed', pods };
  }
  const allCompleted = pods.every((pod) => pod.status === 'completed');
  return { kind: allCompleted ? 'completed' : 'running', pods };
}

function reasonOf(pods: readonly Pod[]): string | undefined {
  const broken = pods.filter((pod) => podCondition(pod) === 'failing');
  return broken.length === 0 ? undefined : broken.map(describePod).join('; ');
}

/** Only the local platform reports that an uninstallation is stuck. */
export function hasGivenUp(description: string | undefined): description is string {
  return /hook "[^"]*" (failed|did not end)/.test(description ?? '');
}

/** A release as the list shows it. */
export interface ListedRelease {
  readonly chartName: string;
  /** The installed version, which is not always the entry's newest one. */
  readonly version: string;
  readonly deployment: Deployment;
}

/** Every listed release once: the list repeats instances in all entries of their chart. */
export function listReleases(extensions: readonly ExtensionEntry[]): ListedRelease[] {
  const releases = new Map<string, ListedRelease>();
  for (const release of everyMention(extensions)) releases.set(release.deployment.deployment_id, release);
  return [...releases.values()];
}

/** The release as installed at that time; after a version change, the list may still show the previous one. */
export function findRelease(
  extensions: readonly ExtensionEntry[],
  { releaseName, lastDeployed }: { readonly releaseName: string; readonly lastDeployed?: string | undefined },
): ListedRelease | undefined {
  return everyMention(extensions).find(
    ({ deployment }) => deployment.deployment_id === releaseName && isSameInstallation(deployment, lastDeployed),
  );
}

function everyMention(extensions: readonly ExtensionEntry[]): ListedRelease[] {
  return extensions.flatMap((entry) =>
    Object.entries(entry.available_versions).flatMap(([version, { deployments }]) =>
      (deployments ?? []).map((deployment) => ({ chartName: entry.chart_name, version, deployment })),
    ),
  );
}

/**
 * Whether the list and Helm's status refer to the same installation, not the list to an earlier one. Both times come
 * from the same server and are compared as written, without time zones. Unknown formats count as the same.
 */
function isSameInstallation(deployment: Deployment, lastDeployed: string | undefined): boolean {
  const listed = readListedTime(deployment.helm_info?.updated ?? '');
  const current = readStatusTime(lastDeployed ?? '');
  return listed === undefined || current === undefined || Math.abs(listed - current) <= 1000;
}

function readListedTime(text: string): number | undefined {
  const parts = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)/.exec(text);
  return parts === null ? undefined : readUtc(`${parts[1] ?? ''}T${parts[2] ?? ''}Z`);
}

/** `Sun Nov 22 08:48:50 2026` */
function readStatusTime(text: string): number | undefined {
  const parts = /^\w{3} (\w{3}) +(\d{1,2}) (\d\d:\d\d:\d\d) (\d{4})$/.exec(text);
  return parts === null
    ? undefined
    : readUtc(`${parts[2] ?? ''} ${parts[1] ?? ''} ${parts[4] ?? ''} ${parts[3] ?? ''} UTC`);
}

function readUtc(text: string): number | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
