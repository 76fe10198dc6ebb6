import { EdkError } from '../errors/edkError.ts';
import { describePod, podCondition, type Pod } from './catalogue/pods.ts';
import { podAdvice } from './catalogue/podAdvice.ts';
import type { ReleaseState } from './catalogue/releaseState.ts';
import { PodHistory } from './podHistory.ts';

/** What is expected of a release, and how long it is given; times in milliseconds. */
export interface Patience {
  /**
   * False for a chart without pods that the platform would list, which is done when it is deployed. `unknown` for a chart
   * that cannot be looked into: it has none when none is seen for a while.
   */
  readonly expectsPods?: boolean | 'unknown' | undefined;
  /** How long a chart that cannot be looked into may be without a pod. */
  readonly podlessMs?: number | undefined;
  /** How long a pod may be in a failing state, as image pulls are tried again. */
  readonly graceMs?: number | undefined;
  /** How old a running pod must be before it is believed. */
  readonly settleMs?: number | undefined;
  /** How old an answer of the platform can be: it keeps its list for 30 s, and a refresh takes some seconds. */
  readonly listLagMs?: number | undefined;
}

export type HealthyRelease = Extract<ReleaseState, { kind: 'running' | 'completed' | 'deployed' }>;

/** Returns what the release waits for, or the healthy release; throws when it failed. */
type Judge = (state: ReleaseState, now: number) => HealthyRelease | string;

/** A pod that restarts so often before our eyes will not stay. */
const tooManyRestarts = 3;
/** Kubernetes starts what keeps ending every five minutes at least; what restarts more seldom than this is no loop. */
const seldomMs = 20 * 60_000;

/**
 * Remembers how long the release has looked good or bad.
 *
 * @throws EdkError `release.failed` from the judge.
 */
export function createJudge({ releaseName, ...patience }: Patience & { readonly releaseName: string }): Judge {
  const { expectsPods, graceMs = 15_000, settleMs = 3000, podlessMs = 20_000, listLagMs = 40_000 } = patience;
  const history = new PodHistory(listLagMs);
  let absentSince: number | undefined;
  let podlessSince: number | undefined;

  const unsettled = (pods: readonly Pod[]) => pods.filter((pod) => !isSettled(pod, history.steadyMs(pod), settleMs));
  const failedFor = (pods: readonly Pod[]) =>
    Math.max(...pods.filter((pod) => podCondition(pod) === 'failing').map((pod) => history.steadyMs(pod)));

  return (state, now) => {
    const pods = 'pods' in state ? state.pods : [];
    history.note(pods, now);
    absentSince = state.kind === 'absent' ? (absentSince ?? now) : undefined;
    podlessSince = state.kind === 'deployed' ? (podlessSince ?? now) : undefined;
    const looping = pods.find((pod) => history.restartsSeen(pod) >= tooManyRestarts);
    if (looping !== undefined) throw failure(releaseName, `${describePod(looping)}; it does not stay up.`, pods);
    switch (state.kind) {
      case 'completed':
        return state;
      case 'deployed':
        return expectsPods === 'unknown' && now - (podlessSince ?? now) < podlessMs ? 'its first pod' : state;
      case 'running': {
        const young = unsettled(state.pods);
        return young.length === 0 ? state : `${young.map(describePod).join('; ')}: checking that it stays up`;
      }
      case 'requested':
      case 'installing':
        return state.waitsFor;
      case 'degraded':
        if (!state.pods.some(isHopeless) && failedFor(state.pods) < graceMs) return state.reason;
        throw failure(releaseName, state.reason, state.pods);
      case 'absent':
        if (now - (absentSince ?? now) < graceMs) return 'its release to appear';
        throw failure(releaseName, 'The release was uninstalled.', []);
      case 'failed':
        throw failure(releaseName, state.reason, state.pods);
      case 'uninstalling':
      case 'stuck':
        throw failure(releaseName, 'It is being uninstalled.', []);
    }
  };
}

/** A container that ends at once looks ready for a moment after each start, longer and longer from each other. */
function isSettled(pod: Pod, steadyMs: number, settleMs: number): boolean {
  const { status, restarts, ageMs = 0 } = pod;
  if (status === 'completed' || steadyMs >= settleMs * (1 + restarts)) return true;
  return restarts === 0 ? ageMs >= settleMs : ageMs >= settleMs && ageMs / (1 + restarts) >= seldomMs;
}

function isHopeless(pod: Pod): boolean {
  return pod.status === 'invalidimagename' || (podCondition(pod) === 'failing' && pod.restarts >= 2);
}

function failure(releaseName: string, reason: string, pods: readonly Pod[]): EdkError {
  const others = pods.length > 1 ? pods.map(describePod).join('\n') : undefined;
  const message = `${releaseName} does not run. ${reason}`;
  return new EdkError('release.failed', message, { detail: others, remedy: remedyFor(releaseName, pods) });
}

function seeExplain(releaseName: string): string {
  return `See "edk explain ${releaseName}" for its log or events.`;
}

/** What helps the first pod that does not run; undefined where none is seen. */
export function remedyFor(releaseName: string, pods: readonly Pod[]): string | undefined {
  const worst =
    pods.find((pod) => podCondition(pod) === 'failing') ??
    pods.find((pod) => podCondition(pod) === 'waiting') ??
    pods.find(({ restarts }) => restarts > 0);
  if (worst === undefined) return undefined;
  return `${podAdvice(worst).text} ${seeExplain(releaseName)}`;
}
