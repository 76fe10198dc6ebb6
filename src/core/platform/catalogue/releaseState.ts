import { currentPods, describePod, podCondition, type Pod } from './pods.ts';

/** What is going on with a release. */
export type ReleaseState =
  | { readonly kind: 'absent' }
  /** It was asked for, and the platform's list does not show it yet: that one is up to 30 s old. */
  | { readonly kind: 'requested'; readonly waitsFor: string }
  | { readonly kind: 'installing'; readonly waitsFor: string; readonly pods: readonly Pod[] }
  /** Every pod runs and is ready, or has completed. */
  | { readonly kind: 'running'; readonly pods: readonly Pod[] }
  /** Helm has installed it, and the platform lists no pod of it: nothing more can be known. */
  | { readonly kind: 'deployed'; readonly pods: readonly Pod[] }
  /** Every pod has completed: a workflow whose files are in place. */
  | { readonly kind: 'completed'; readonly pods: readonly Pod[] }
  /** Deployed, but a pod cannot run; it may recover. */
  | { readonly kind: 'degraded'; readonly reason: string; readonly pods: readonly Pod[] }
  | { readonly kind: 'failed'; readonly reason: string; readonly pods: readonly Pod[] }
  | { readonly kind: 'uninstalling' }
  | { readonly kind: 'stuck'; readonly reason: string };

export interface ReleaseFacts {
  /** Lower case; undefined when Helm knows no such release. */
  readonly helmStatus: string | undefined;
  /** Helm's words about the status. */
  readonly description?: string | undefined;
  readonly pods: readonly Pod[];
  /** Whether the platform will list pods of it: without a pod seen, such a release is still being installed. */
  readonly expectsPods: boolean;
  /** How long this Helm status has been watched. */
  readonly sameStatusMs?: number | undefined;
}

// Hooks may take their time: an image of some gigabytes is pulled first.
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

/** Only the local platform says that an uninstallation will not get further. */
export function hasGivenUp(description: string | undefined): description is string {
  return /hook "[^"]*" (failed|did not end)/.test(description ?? '');
}
