import type { HttpClient } from '../../core/http/httpClient.ts';
import type { FaultSwitch } from '../faults/faults.ts';
import type { NodePorts } from './nodePorts.ts';
import type { ReleasePlan, Workload, Hook } from '../manifest/podPlan.ts';
import type { ContainerEngine } from '../runtime/containerEngine.ts';
import { runWorkload, type PodSummary } from '../runtime/workloadRun.ts';
import type { BackOff } from '../start/platformOptions.ts';
import type { Release, ReleaseWorkload } from './release.ts';

/** A release with what runs of it. */
export interface LiveRelease {
  release: Release;
  plan: ReleasePlan | undefined;
  /** Ends its install or uninstall. */
  operation: AbortController;
  /** Ends its pods. */
  readonly pods: AbortController;
  /** Its pods, each settled when it is gone. */
  readonly running: Promise<void>[];
  /** Its file is gone and must not come back. */
  removed: boolean;
}

/** What working on a release needs. */
export interface ReleaseTools {
  readonly engine: ContainerEngine;
  readonly backOff: BackOff;
  /** For the probes of containers. */
  readonly http: HttpClient;
  readonly hookSeconds: number;
  readonly faults: FaultSwitch;
  readonly nodePorts: NodePorts;
  readonly log: (line: string) => void;
  /** Keeps the release's present state. */
  readonly save: (live: LiveRelease) => void;
}

export function createLiveRelease(release: Release, plan?: ReleasePlan): LiveRelease {
  return { release, plan, operation: new AbortController(), pods: new AbortController(), running: [], removed: false };
}

/** Changes the release and keeps it. */
export function updateRelease(live: LiveRelease, change: Partial<Release>, tools: ReleaseTools): void {
  live.release = { ...live.release, ...change };
  tools.save(live);
}

/** Starts what a release has not finished yet: all of a new one, the interrupted rest after a restart. */
export function startWorkloads(live: LiveRelease, tools: ReleaseTools): void {
  const known = live.release.workloads;
  const workloads = live.plan?.workloads ?? [];
  const entries = workloads.map(
    ({ kind, name, namespaced }): ReleaseWorkload =>
      known.find((entry) => entry.kind === kind && entry.name === name) ?? { kind, name, namespaced, pods: [] },
  );
  updateRelease(live, { workloads: entries }, tools);
  workloads.forEach((workload, index) => {
    if (entries[index]?.result === undefined) live.running.push(run(workload, index, live, tools));
  });
}

async function run(workload: Workload, index: number, live: LiveRelease, tools: ReleaseTools): Promise<void> {
  const change = (changed: Partial<ReleaseWorkload>) => {
    const entry = live.release.workloads[index];
    if (entry === undefined) return;
    updateRelease(live, { workloads: live.release.workloads.with(index, { ...entry, ...changed }) }, tools);
  };
  const earlier = (live.release.workloads[index]?.pods ?? []).filter(
    ({ phase }) => workload.kind === 'Job' && phase === 'Failed',
  );
  try {
    const result = await runWorkload({
      release: live.release.name,
      workload,
      engine: tools.engine,
      backOff: tools.backOff,
      http: tools.http,
      signal: live.pods.signal,
      earlier,
      report: (pods) => change({ pods: [...pods] }),
    });
    change({ result });
  } catch (error) {
    if (live.pods.signal.aborted) return;
    tools.log(`${workload.kind} ${workload.name}: ${error instanceof Error ? (error.stack ?? '') : String(error)}`);
    change({ result: 'failed' });
  }
}

export type HookEvent = 'pre-install' | 'post-install' | 'pre-delete' | 'post-delete';

/** The install or uninstall that the hooks belong to. */
interface HookOperation {
  readonly live: LiveRelease;
  readonly tools: ReleaseTools;
  readonly signal: AbortSignal;
}

/** A hook ended with an error or took too long; the message says which and why. */
export class HookFailure extends Error {
  override readonly name = 'HookFailure';
}

/**
 * Runs the hooks of an event one after the other, by weight and name, as Helm does.
 *
 * @throws HookFailure; AbortError when the operation was ended.
 */
export async function runHooks(event: HookEvent, operation: HookOperation): Promise<void> {
  const { live } = operation;
  const hooks = (live.plan?.hooks ?? []).filter(({ events }) => events.includes(event));
  hooks.sort((a, b) => a.weight - b.weight || (a.workload.name < b.workload.name ? -1 : 1));
  for (const hook of hooks) {
    await runHook(hook, `${event} hook "${hook.workload.name}"`, operation);
  }
}

async function runHook({ workload }: Hook, title: string, operation: HookOperation): Promise<void> {
  const { live, tools, signal: ended } = operation;
  const deadline = AbortSignal.timeout(tools.hookSeconds * 1000);
  let last = '';
  const report = (pods: readonly PodSummary[]) => {
    const pod = pods.at(-1);
    if (pod === undefined || pod.status === 'Terminating') return;
    last = pod.message === '' ? pod.status : `${pod.status}: ${pod.message}`;
    updateRelease(live, { description: `${title}: ${last}` }, tools);
  };
  try {
    const { engine, backOff, http } = tools;
    const release = live.release.name;
    const signal = AbortSignal.any([ended, deadline]);
    const result = await runWorkload({ release, workload, engine, backOff, http, signal, report });
    if (result === 'failed') throw new HookFailure(`${title} failed: ${last}`);
  } catch (error) {
    ended.throwIfAborted();
    if (deadline.aborted) throw new HookFailure(`${title} did not end within ${tools.hookSeconds} s: ${last}`);
    throw error;
  }
  updateRelease(live, { description: '' }, tools);
}
