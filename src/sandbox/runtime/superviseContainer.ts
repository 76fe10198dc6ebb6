import { setTimeout as sleep } from 'node:timers/promises';
import { isCancellation } from '../../core/errors/edkError.ts';
import type { HttpClient } from '../../core/http/httpClient.ts';
import type { ContainerPlan, PodPlan } from '../manifest/podPlan.ts';
import type { BackOff } from '../start/platformOptions.ts';
import type { ContainerEngine, ContainerExit, PodNetwork, RunningContainer } from './containerEngine.ts';
import type { ContainerState, PodState } from './podState.ts';
import { checkProbe, watchProbes } from './probes.ts';

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

export type Outcome = 'succeeded' | 'failed';

interface Supervision {
  readonly network: PodNetwork;
  readonly restarts: PodPlan['restartPolicy'];
  readonly set: (state: ContainerState) => void;
  readonly restarted: () => void;
}

/** Runs a container, and again for as long as the pod's restart policy and limit allow. */
export async function superviseContainer(run: PodRun, container: ContainerPlan, watch: Supervision): Promise<Outcome> {
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

interface ProvideImageOptions {
  readonly engine: ContainerEngine;
  readonly backOff: BackOff;
  readonly signal: AbortSignal;
  readonly set: (state: ContainerState) => void;
}

/** Has the container's image at hand when it returns; as on a node, a failing pull is tried again for ever. */
async function provideImage(container: ContainerPlan, options: ProvideImageOptions): Promise<void> {
  const { engine, signal, set } = options;
  for (let tries = 0; ; tries++) {
    const problem = await tryToProvide(container, engine, signal);
    if (problem === undefined) return;
    const never = container.pullPolicy === 'Never';
    set({ phase: 'waiting', reason: never ? 'ErrImageNeverPull' : 'ErrImagePull', message: problem });
    await waitBeforeRetry(options.backOff, 0, signal);
    if (!never) set({ phase: 'waiting', reason: 'ImagePullBackOff', message: problem });
    await waitBeforeRetry(options.backOff, tries, signal);
  }
}

async function tryToProvide(
  { image, pullPolicy }: ContainerPlan,
  engine: ContainerEngine,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    if (pullPolicy !== 'Always' && (await engine.hasImage(image))) return undefined;
    if (pullPolicy === 'Never') return `Image ${image} is not on this machine, and its pull policy is Never.`;
    await engine.pullImage(image, signal);
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    return `Image ${image} cannot be pulled: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Waits before try number `tries` (from 0): longer each time. */
export async function waitBeforeRetry(backOff: BackOff, tries: number, signal: AbortSignal): Promise<void> {
  await sleep(Math.min(backOff.firstMs * 2 ** tries, backOff.longestMs), undefined, { signal });
}
