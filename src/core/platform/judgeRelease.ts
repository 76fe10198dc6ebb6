import { EdkError } from '../errors/edkError.ts';
import { describePod, podCondition, type Pod, type PodCondition } from './catalogue/pods.ts';
import { podAdvice } from './catalogue/podAdvice.ts';
import type { ReleaseState } from './catalogue/releaseState.ts';

/** What is expected of a release, and within what time; in milliseconds. */
export interface Patience {
  /**
   * False for a chart without pods that the platform would list: it is done once deployed. `unknown` for a chart whose
   * content cannot be read: it counts as having no pods if none are seen for a while.
   */
  readonly expectsPods?: boolean | 'unknown' | undefined;
  /** How long a chart with `unknown` pods may have none before it counts as done. */
  readonly podlessMs?: number | undefined;
  /** How long a pod may be in a failing state, because image pulls are retried. */
  readonly graceMs?: number | undefined;
  /** How long a pod must run before it counts as running. */
  readonly settleMs?: number | undefined;
  /** How old the platform's answer can be: it caches its list for 30 s, and a refresh takes some seconds. */
  readonly listLagMs?: number | undefined;
}

export type HealthyRelease = Extract<ReleaseState, { kind: 'running' | 'completed' | 'deployed' }>;

/** Returns what the release waits for, or the healthy release; throws if it failed. */
type Judge = (state: ReleaseState, now: number) => HealthyRelease | string;

/** A pod that restarts this often while watched is in a crash loop. */
const tooManyRestarts = 3;
/** In a crash loop, Kubernetes restarts at least every five minutes; rarer restarts are not a loop. */
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

/** A container that ends at once looks ready for a moment after each start, at ever longer intervals. */
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

/** Advice for the first pod that does not run; undefined if there is none. */
export function remedyFor(releaseName: string, pods: readonly Pod[]): string | undefined {
  const worst =
    pods.find((pod) => podCondition(pod) === 'failing') ??
    pods.find((pod) => podCondition(pod) === 'waiting') ??
    pods.find(({ restarts }) => restarts > 0);
  if (worst === undefined) return undefined;
  return `${podAdvice(worst).text} ${seeExplain(releaseName)}`;
}

interface Sighting {
  readonly condition: PodCondition;
  readonly restarts: number;
  readonly ageMs: number | undefined;
  /** When it was first seen like this: by its own age, and by our clock. */
  readonly firstAgeMs: number | undefined;
  readonly firstAt: number;
  readonly lastAt: number;
  /** Restarts when the pod was first seen at all. */
  readonly firstRestarts: number;
}

/** From this age on, the platform reports only minutes, later only hours. */
const coarseAgeMs = 600_000;

/**
 * How long each pod has looked the same. Our own clock is not enough, because the platform may repeat an answer from
 * half a minute ago. What counts is how much the pod's own age has advanced, or our time minus the maximum age of the
 * list.
 */
class PodHistory {
  readonly #listLagMs: number;
  #seen = new Map<string, Sighting>();

  /** @param listLagMs how old an answer of the platform can be */
  constructor(listLagMs: number) {
    this.#listLagMs = listLagMs;
  }

  /** Records what the list shows at that time; forgets pods that are no longer listed. */
  note(pods: readonly Pod[], now: number): void {
    this.#seen = new Map(pods.map((pod) => [keyOf(pod), follow(this.#seen.get(keyOf(pod)), pod, now)]));
  }

  /** Minimum time that the pod has been in this condition without another restart, in milliseconds. */
  steadyMs(pod: Pod): number {
    const sighting = this.#seen.get(keyOf(pod));
    if (sighting === undefined) return 0;
    const { ageMs, firstAgeMs, firstAt, lastAt } = sighting;
    const byClock = lastAt - firstAt - this.#listLagMs;
    const byAge = ageMs === undefined || firstAgeMs === undefined || ageMs >= coarseAgeMs ? 0 : ageMs - firstAgeMs;
    return Math.max(byAge, byClock, 0);
  }

  /** How often it has restarted while watched. */
  restartsSeen(pod: Pod): number {
    return pod.restarts - (this.#seen.get(keyOf(pod))?.firstRestarts ?? pod.restarts);
  }
}

function follow(before: Sighting | undefined, pod: Pod, now: number): Sighting {
  const condition = podCondition(pod);
  const { restarts, ageMs } = pod;
  const isSame = before?.condition === condition && before.restarts === restarts && (ageMs ?? 0) >= (before.ageMs ?? 0);
  return {
    condition,
    restarts,
    ageMs,
    firstAgeMs: isSame ? before.firstAgeMs : ageMs,
    firstAt: isSame ? before.firstAt : now,
    lastAt: now,
    firstRestarts: before?.firstRestarts ?? restarts,
  };
}

function keyOf({ name = '' }: Pod): string {
  return name;
}
