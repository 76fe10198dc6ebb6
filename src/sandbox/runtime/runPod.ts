import { isCancellation } from '../../core/errors/cancellation.ts';
import type { HttpClient } from '../../core/http/httpClient.ts';
import type { ContainerPlan, PodPlan } from '../manifest/podPlan.ts';
import type { BackOff } from '../start/platformOptions.ts';
import { waitBeforeRetry } from './backOff.ts';
import { checkProbe } from './checkProbe.ts';
import {
  hostNetwork,
  type ContainerEngine,
  type ContainerExit,
  type PodNetwork,
  type RunningContainer,
} from './containerEngine.ts';
import type { ContainerState, PodState } from './podState.ts';
import { provideImage } from './provideImage.ts';
import { watchProbes } from './watchProbes.ts';

export interface PodRun {
  readonly release: string;
  readonly name: string;
  readonly plan: PodPlan;
  /** How often a failing container is started again before the pod counts as failed. */
  readonly restartLimit: number;
  readonly engine: ContainerEngine;
  readonly backOff: BackOff;
  /** For probes. */
  readonly http: HttpClient;
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

/** Tries again for ever, as a node does with the network of a pod. */
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

interface Supervision {
  readonly network: PodNetwork;
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
  const { network } = watch;
  const ended = new AbortController();
  const unhealthy = new AbortController();
  let probing: Promise<void> | undefined;
  try {
    return await run.engine.runContainer({
      release: run.release,
      pod: run.name,
      container,
      volumes: run.plan.volumes,
      network,
      graceSeconds: run.plan.graceSeconds,
      signal: AbortSignal.any([run.signal, unhealthy.signal]),
      onRunning: (running) => {
        probing = probe(container, { run, watch, running, signal: ended.signal, unhealthy });
        // It is awaited at the container's end; until then nobody may call its failure unhandled.
        probing.catch(() => undefined);
      },
    });
  } catch (error) {
    if (run.signal.aborted) throw error;
    // What a node's kill signal makes of it.
    if (unhealthy.signal.aborted)
      return { exitCode: 137, outOfMemory: false, logTail: String(unhealthy.signal.reason) };
    if (isCancellation(error)) throw error;
    // Kubernetes ends a container that cannot be started with this status.
    return { exitCode: 128, outOfMemory: false, logTail: error instanceof Error ? error.message : String(error) };
  } finally {
    ended.abort();
    await probing;
  }
}

interface Probing {
  readonly run: PodRun;
  readonly watch: Supervision;
  readonly running: RunningContainer;
  readonly signal: AbortSignal;
  /** Aborted when the container must be started again. */
  readonly unhealthy: AbortController;
}

function probe({ probes }: ContainerPlan, { run, watch, running, signal, unhealthy }: Probing): Promise<void> {
  const ready = probes.startup === undefined && probes.readiness === undefined;
  watch.set({ phase: 'running', ready, message: '' });
  const target = { http: run.http, address: watch.network.address, container: running };
  return watchProbes({
    probes,
    check: (plan, ending) => checkProbe(plan, target, ending),
    signal,
    setReady: (isReady, message) => watch.set({ phase: 'running', ready: isReady, message }),
    setUnhealthy: (message) => unhealthy.abort(message),
  });
}

function endedState({ exitCode, outOfMemory, logTail }: ContainerExit): ContainerState {
  if (exitCode === 0) return { phase: 'ended', exitCode, reason: 'Completed', message: '' };
  const reason = outOfMemory ? 'OOMKilled' : 'Error';
  const said = logTail === '' ? '' : `: ${logTail}`;
  return { phase: 'ended', exitCode, reason, message: `exit code ${exitCode}${said}` };
}
