import { runWorkload, type PodSummary } from '../runtime/workloadRun.ts';
import type { Hook } from '../manifest/podPlan.ts';
import { updateRelease, type LiveRelease, type ReleaseTools } from './liveRelease.ts';

export type HookEvent = 'pre-install' | 'post-install' | 'pre-delete' | 'post-delete';

/** The install or uninstall that the hooks belong to. */
export interface HookOperation {
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
