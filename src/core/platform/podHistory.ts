import { podCondition, type Pod, type PodCondition } from './catalogue/pods.ts';

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

/** From this age on the platform says minutes only, later hours. */
const coarseAgeMs = 600_000;

/**
 * How long each pod has looked the same. Our own clock cannot tell: an answer of the platform may be the one of half a
 * minute ago once more. What counts is by how much the pod's own age has advanced, or what is left of our time when the
 * list was as old as it can be.
 */
export class PodHistory {
  readonly #listLagMs: number;
  #seen = new Map<string, Sighting>();

  /** @param listLagMs how old an answer of the platform can be */
  constructor(listLagMs: number) {
    this.#listLagMs = listLagMs;
  }

  /** Notes what the list shows at that time; pods that it does not show any more are forgotten. */
  note(pods: readonly Pod[], now: number): void {
    this.#seen = new Map(pods.map((pod) => [keyOf(pod), follow(this.#seen.get(keyOf(pod)), pod, now)]));
  }

  /** For how long at least the pod has been in this condition without another restart, in milliseconds. */
  steadyMs(pod: Pod): number {
    const sighting = this.#seen.get(keyOf(pod));
    if (sighting === undefined) return 0;
    const { ageMs, firstAgeMs, firstAt, lastAt } = sighting;
    const byClock = lastAt - firstAt - this.#listLagMs;
    const byAge = ageMs === undefined || firstAgeMs === undefined || ageMs >= coarseAgeMs ? 0 : ageMs - firstAgeMs;
    return Math.max(byAge, byClock, 0);
  }

  /** How often it has restarted before our eyes. */
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
