import { EdkError } from '../errors/edkError.ts';
import type { JobStep } from '../jobs/jobStep.ts';
import { findRelease, releaseState, type ReleaseState } from './catalogue/releaseState.ts';
import { readPods, type Pod } from './catalogue/pods.ts';
import { createJudge, remedyFor, type HealthyRelease, type Patience } from './judgeRelease.ts';
import type { PlatformConnection } from './platformConnection.ts';
import { chartStatus, listExtensions } from './platformApi.ts';
import { poll } from './waitForPlatform.ts';

export interface WatchOptions extends Patience {
  readonly releaseName: string;
  readonly timeoutMs: number;
  /** How long the platform may fail to answer while it is busy; milliseconds. */
  readonly toleranceMs?: number | undefined;
}

/** A healthy release, with the links that the platform lists for it. */
export type WatchedRelease = HealthyRelease & { readonly links: readonly string[] };

/**
 * Watches until the release is deployed and every pod has completed or runs and is ready.
 *
 * @throws EdkError `release.failed` with the pod's reason, `release.timeout` with what it waits for.
 */
export async function watchRelease(
  platform: PlatformConnection,
  options: WatchOptions,
  step: JobStep,
): Promise<WatchedRelease> {
  const judge = createJudge(options);
  let waitsFor = 'the platform';
  let pods: readonly Pod[] = [];
  let trouble: { readonly since: number } | undefined;
  const healthy = await poll(platform, { timeoutMs: options.timeoutMs, signal: step.signal }, async () => {
    try {
      const { state, links } = await lookAtRelease(platform, options, step.signal);
      const verdict = judge(state, performance.now());
      trouble = undefined;
      pods = 'pods' in state ? state.pods : [];
      if (typeof verdict !== 'string') return { ...verdict, links };
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
    detail: `It is waiting for ${waitsFor}.`,
    remedy: remedyFor(options.releaseName, pods),
  });
}

/** The platform sometimes answers with errors while it refreshes its list. */
function isPassing(error: unknown): boolean {
  const passing = ['platform.failed', 'platform.unreachable', 'platform.timeout'];
  return error instanceof EdkError && passing.includes(error.code);
}

async function lookAtRelease(
  platform: PlatformConnection,
  { releaseName, expectsPods = true }: WatchOptions,
  signal: AbortSignal,
): Promise<{ readonly state: ReleaseState; readonly links: readonly string[] }> {
  const status = await chartStatus(platform, releaseName, signal);
  const worthListing = status !== undefined && expectsPods && !status.helmStatus.startsWith('pending');
  const { extensions } = worthListing ? await listExtensions(platform, signal) : { extensions: [] };
  const listed = findRelease(extensions, { releaseName, lastDeployed: status?.lastDeployed });
  if (worthListing && status.helmStatus === 'deployed' && listed === undefined) {
    return { state: { kind: 'requested', waitsFor: "the platform's list, which is up to 30 s old" }, links: [] };
  }
  const state = releaseState({
    helmStatus: status?.helmStatus,
    description: status?.description,
    pods: listed === undefined ? [] : readPods(listed.deployment),
    expectsPods: expectsPods === true,
  });
  return { state, links: listed?.deployment.links ?? [] };
}
