import { isCancellation } from '../../core/errors/cancellation.ts';
import type { ContainerPlan, PodPlan } from '../manifest/podPlan.ts';
import type { BackOff } from '../platformOptions.ts';
import { waitBeforeRetry } from './backOff.ts';
import type { ContainerEngine, ContainerExit } from './containerEngine.ts';
import type { ContainerState, PodState } from './podState.ts';
import { provideImage } from './provideImage.ts';

export interface PodRun {
  readonly release: string;
  readonly name: string;
  readonly plan: PodPlan;
  /** How often a failing container is started again before the pod counts as failed. */
  readonly restartLimit: number;
  readonly engine: ContainerEngine;
  readonly backOff: BackOff;
  readonly signal: AbortSignal;
  /** Called with every change. */
  readonly report: (state: PodState) => void;
}

type Outcome = 'succeeded' | 'failed';

const untouched: ContainerState = { phase: 'waiting', reason: '', message: '' };
const initializing: ContainerState = { phase: 'waiting', reason: 'PodInitializing', message: '' };

/** Runs a pod to its end: init containers one after the other, then its containers side by side. */
export async function runPod(run: PodRun): Promise<Outcome> {
  const { plan } = run;
  let state: PodState = {
    phase: 'Pending',
    initContainers: plan.initContainers.map(() => untouched),
    containers: plan.containers.map(() => untouched),
    restarts: 0,
    stopping: false,
  };
  const change = (changed: Partial<PodState>) => {
    state = { ...state, ...changed };
    run.report(state);
  };
  const supervise = (list: 'initContainers' | 'containers', container: ContainerPlan, index: number) =>
    superviseContainer(run, container, {
      restarts: list === 'initContainers' && plan.restartPolicy === 'Always' ? 'OnFailure' : plan.restartPolicy,
      set: (next) => change({ [list]: state[list].with(index, next) }),
      restarted: () => change({ restarts: state.restarts + 1 }),
    });

  run.report(state);
  try {
    change({ initContainers: plan.initContainers.map(() => initializing) });
    for (const [index, container] of plan.initContainers.entries()) {
      if ((await supervise('initContainers', container, index)) === 'failed') {
        change({ phase: 'Failed' });
        return 'failed';
      }
    }
    change({ phase: 'Running' });
    const outcomes = await allEnded(
      plan.containers.map((container, index) => supervise('containers', container, index)),
    );
    const outcome = outcomes.includes('failed') ? 'failed' : 'succeeded';
    change({ phase: outcome === 'failed' ? 'Failed' : 'Succeeded' });
    return outcome;
  } catch (error) {
    if (run.signal.aborted) change({ stopping: true });
    throw error;
  } finally {
    await run.engine.removePodVolumes(run.name);
  }
}

/** Like Promise.all, but never leaves one of them running behind. */
async function allEnded<T>(work: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(work);
  return await Promise.all(work);
}

interface Supervision {
  readonly restarts: PodPlan['restartPolicy'];
  readonly set: (state: ContainerState) => void;
  readonly restarted: () => void;
}

async function superviseContainer(run: PodRun, container: ContainerPlan, watch: Supervision): Promise<Outcome> {
  for (let restarts = 0; ; restarts++) {
    if (restarts === 0) watch.set({ phase: 'waiting', reason: 'ContainerCreating', message: '' });
    await provideImage(container, { ...run, set: watch.set });
    const exit = await start(run, container, watch);
    watch.set(endedState(exit));
    if (watch.restarts === 'Never' || (watch.restarts === 'OnFailure' && exit.exitCode === 0)) {
      return exit.exitCode === 0 ? 'succeeded' : 'failed';
    }
    if (restarts >= run.restartLimit) return 'failed';
    const message = exit.exitCode === 0 ? '' : exit.logTail;
    watch.set({ phase: 'waiting', reason: 'CrashLoopBackOff', message });
    await waitBeforeRetry(run.backOff, restarts, run.signal);
    watch.restarted();
  }
}

async function start(run: PodRun, container: ContainerPlan, watch: Supervision): Promise<ContainerExit> {
  try {
    return await run.engine.runContainer({
      release: run.release,
      pod: run.name,
      container,
      volumes: run.plan.volumes,
      graceSeconds: run.plan.graceSeconds,
      signal: run.signal,
      onRunning: () => watch.set({ phase: 'running' }),
    });
  } catch (error) {
    if (isCancellation(error) || run.signal.aborted) throw error;
    // Kubernetes ends a container that cannot be started with this status.
    return { exitCode: 128, outOfMemory: false, logTail: error instanceof Error ? error.message : String(error) };
  }
}

function endedState({ exitCode, outOfMemory, logTail }: ContainerExit): ContainerState {
  if (exitCode === 0) return { phase: 'ended', exitCode, reason: 'Completed', message: '' };
  const reason = outOfMemory ? 'OOMKilled' : 'Error';
  const said = logTail === '' ? '' : `: ${logTail}`;
  return { phase: 'ended', exitCode, reason, message: `exit code ${exitCode}${said}` };
}
