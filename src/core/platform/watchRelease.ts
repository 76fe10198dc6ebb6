import { EdkError } from '../errors/edkError.ts';
import type { JobStep } from '../jobs/jobStep.ts';
import { findRelease } from './catalogue/findRelease.ts';
import { describePod, podCondition, readPods, type Pod } from './catalogue/pods.ts';
import { releaseState, type ReleaseState } from './catalogue/releaseState.ts';
import type { PlatformConnection } from './platformConnection.ts';
import { chartStatus, listExtensions } from './platformApi.ts';
import { poll } from './poll.ts';

export interface WatchOptions {
  readonly releaseName: string;
  readonly chartName: string;
  readonly timeoutMs: number;
  /**
   * False for a chart without workloads, which is done when it is deployed. `unknown` for a chart that cannot be looked
   * into: it has none when none is seen for a while.
   */
  readonly expectsPods?: boolean | 'unknown' | undefined;
  /** How long a chart that cannot be looked into may be without a pod; milliseconds. */
  readonly podlessMs?: number | undefined;
  /** How long a pod may be in a failing state, as image pulls are tried again; milliseconds. */
  readonly graceMs?: number | undefined;
  /** How old a running pod must be before it is believed; milliseconds. */
  readonly settleMs?: number | undefined;
  /** How long the platform may fail to answer while it is busy; milliseconds. */
  readonly toleranceMs?: number | undefined;
}

export type HealthyRelease = Extract<ReleaseState, { kind: 'running' | 'completed' }>;

/**
 * Watches until the release is deployed and every pod has completed or runs and is ready.
 *
 * @throws EdkError `release.failed` with the pod's reason, `release.timeout` with what it waits for.
 */
export async function watchRelease(
  platform: PlatformConnection,
  options: WatchOptions,
  step: JobStep,
): Promise<HealthyRelease> {
  const judge = createJudge(options);
  let waitsFor = 'the platform';
  let trouble: { readonly since: number } | undefined;
  const healthy = await poll(platform, { timeoutMs: options.timeoutMs, signal: step.signal }, async () => {
    try {
      const verdict = judge(await lookAtRelease(platform, options, step.signal), performance.now());
      trouble = undefined;
      if (typeof verdict !== 'string') return verdict;
      if (verdict !== waitsFor) step.progress({ message: verdict });
      waitsFor = verdict;
    } catch (error) {
      trouble ??= { since: performance.now() };
      if (!isPassing(error) || performance.now() - trouble.since > (options.toleranceMs ?? 35_000)) throw error;
    }
    return undefined;
  });
  if (healthy !== undefined) return healthy;
  const seconds = Math.round(options.timeoutMs / 1000);
  throw new EdkError('release.timeout', `${options.releaseName} is not running after ${seconds} s.`, {
    detail: `It waits for ${waitsFor}.`,
  });
}

/** The platform answers with errors now and then while it refreshes its list. */
function isPassing(error: unknown): boolean {
  const passing = ['platform.failed', 'platform.unreachable', 'platform.timeout'];
  return error instanceof EdkError && passing.includes(error.code);
}

async function lookAtRelease(
  platform: PlatformConnection,
  { releaseName, expectsPods = true }: WatchOptions,
  signal: AbortSignal,
): Promise<ReleaseState> {
  const status = await chartStatus(platform, releaseName, signal);
  const worthListing = status !== undefined && expectsPods && !status.helmStatus.startsWith('pending');
  const { extensions } = worthListing ? await listExtensions(platform, signal) : { extensions: [] };
  const listed = findRelease(extensions, { releaseName, lastDeployed: status?.lastDeployed });
  if (worthListing && status.helmStatus === 'deployed' && listed === undefined) {
    return { kind: 'requested', waitsFor: "the platform's list, which is up to 30 s old" };
  }
  return releaseState({
    helmStatus: status?.helmStatus,
    description: status?.description,
    pods: listed === undefined ? [] : readPods(listed.deployment),
    expectsPods: expectsPods === true,
  });
}

/** Remembers since when the release looks bad. Returns what it waits for, or the healthy release; throws when it failed. */
function createJudge(options: WatchOptions): (state: ReleaseState, now: number) => HealthyRelease | string {
  const { releaseName, expectsPods, graceMs = 15_000, settleMs = 3000, podlessMs = 20_000 } = options;
  let badSince: number | undefined;
  let goodSince: number | undefined;
  return (state, now) => {
    badSince = state.kind === 'degraded' || state.kind === 'absent' ? (badSince ?? now) : undefined;
    goodSince = state.kind === 'running' ? (goodSince ?? now) : undefined;
    const patience = badSince === undefined || now - badSince < graceMs;
    switch (state.kind) {
      case 'completed':
        return state;
      case 'running':
        if (expectsPods === 'unknown' && state.pods.length === 0 && now - (goodSince ?? now) < podlessMs) {
          return 'its first pod';
        }
        return state.pods.every((pod) => isSettled(pod, settleMs, now - (goodSince ?? now))) ? state : 'pods to settle';
      case 'requested':
      case 'installing':
        return state.waitsFor;
      case 'degraded':
        if (patience && !state.pods.some(isHopeless)) return state.reason;
        throw failure(releaseName, state.reason, state.pods);
      case 'absent':
        if (patience) return 'its release to appear';
        throw failure(releaseName, 'There is no such release any more; it was uninstalled.', []);
      case 'failed':
        throw failure(releaseName, state.reason, state.pods);
      case 'uninstalling':
      case 'stuck':
        throw failure(releaseName, 'It is being uninstalled.', []);
    }
  };
}

/** A container that ends at once looks ready for a moment after each start, longer and longer from each other. */
function isSettled(pod: Pod, settleMs: number, watchedMs: number): boolean {
  if (pod.status === 'completed' || watchedMs >= settleMs * (1 + pod.restarts)) return true;
  return pod.restarts === 0 && (pod.ageMs ?? 0) >= settleMs;
}

function isHopeless(pod: Pod): boolean {
  return pod.status === 'invalidimagename' || (podCondition(pod) === 'failing' && pod.restarts >= 2);
}

function failure(releaseName: string, reason: string, pods: readonly Pod[]): EdkError {
  const others = pods.length > 1 ? pods.map(describePod).join('\n') : undefined;
  return new EdkError('release.failed', `${releaseName} does not run. ${reason}`, { detail: others });
}
