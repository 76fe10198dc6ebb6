import type { ContainerPlan } from '../manifest/podPlan.ts';
import { waitBeforeRetry, superviseContainer, type Outcome, type PodRun } from './superviseContainer.ts';
import { hostNetwork, type PodNetwork } from './containerEngine.ts';
import type { ContainerState, PodState } from './podState.ts';

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
    address: undefined,
  };
  let network: PodNetwork | undefined;
  const change = (changed: Partial<PodState>) => {
    state = { ...state, ...changed };
    run.report(state);
  };
  const supervise = (list: 'initContainers' | 'containers', container: ContainerPlan, index: number) =>
    superviseContainer(run, container, {
      network: network ?? hostNetwork,
      restarts: list === 'initContainers' && plan.restartPolicy === 'Always' ? 'OnFailure' : plan.restartPolicy,
      set: (next) => change({ [list]: state[list].with(index, next) }),
      restarted: () => change({ restarts: state.restarts + 1 }),
    });

  run.report(state);
  try {
    network = await provideNetwork(run, (message) => {
      const creating = { phase: 'waiting', reason: 'ContainerCreating', message } as const;
      change({ containers: plan.containers.map(() => creating) });
    });
    const { address } = network;
    change({
      address,
      containers: plan.containers.map(() => untouched),
      initContainers: plan.initContainers.map(() => initializing),
    });
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
    await network?.close();
    await run.engine.removePodVolumes(run.name);
  }
}

/** Retries for ever, as a node does with a pod's network. */
async function provideNetwork(run: PodRun, fail: (message: string) => void): Promise<PodNetwork> {
  const { engine, plan, release, name: pod, backOff, signal } = run;
  if (plan.network.kind === 'host') return hostNetwork;
  for (let tries = 0; ; tries++) {
    try {
      return await engine.openNetwork({ release, pod, names: plan.network.names });
    } catch (error) {
      fail(error instanceof Error ? error.message : String(error));
      await waitBeforeRetry(backOff, tries, signal);
    }
  }
}

/** Like Promise.all, but never leaves one of them running behind. */
async function allEnded<T>(work: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(work);
  return await Promise.all(work);
}
