/** What is known of a container, in Kubernetes' words. */
export type ContainerState =
  | { readonly phase: 'waiting'; readonly reason: string; readonly message: string }
  /** The message says why it is not ready. */
  | { readonly phase: 'running'; readonly ready: boolean; readonly message: string }
  | { readonly phase: 'ended'; readonly exitCode: number; readonly reason: string; readonly message: string };

export interface PodState {
  readonly phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed';
  readonly initContainers: readonly ContainerState[];
  readonly containers: readonly ContainerState[];
  readonly restarts: number;
  readonly stopping: boolean;
  /** IP address; undefined before there is a network. */
  readonly address: string | undefined;
}

/** The STATUS column of `kubectl get pods`. */
export function printPodStatus(pod: PodState): string {
  if (pod.stopping) return 'Terminating';
  return initStatus(pod.initContainers) ?? mainStatus(pod);
}

/** The READY column. */
export function printReadiness(pod: PodState): string {
  const ready = pod.containers.filter((state) => state.phase === 'running' && state.ready).length;
  return `${ready}/${pod.containers.length}`;
}

/** Whether Services lead to it. */
export function isPodReady({ stopping, containers }: PodState): boolean {
  return !stopping && containers.every((state) => state.phase === 'running' && state.ready);
}

/** Why the pod does not run, or the end of what its failed container said; empty when all is well. */
export function podMessage(pod: PodState): string {
  for (const state of [...pod.initContainers, ...pod.containers]) {
    if (state.phase !== 'ended' && state.message !== '') return state.message;
    if (state.phase === 'ended' && state.exitCode !== 0) return state.message;
  }
  return '';
}

function initStatus(states: readonly ContainerState[]): string | undefined {
  const index = states.findIndex((state) => !(state.phase === 'ended' && state.exitCode === 0));
  const state = states[index];
  if (state === undefined || (index === 0 && isUntouched(states))) return undefined;
  if (state.phase === 'ended') return `Init:${state.reason}`;
  if (state.phase === 'waiting' && state.reason !== 'PodInitializing') return `Init:${state.reason}`;
  return `Init:${index}/${states.length}`;
}

// A pod that nothing was done for yet is printed as Pending.
function isUntouched(states: readonly ContainerState[]): boolean {
  return states.every((state) => state.phase === 'waiting' && state.reason === '');
}

function mainStatus(pod: PodState): string {
  const reasons = pod.containers.map((state) => (state.phase === 'running' ? 'Running' : state.reason));
  const problem = reasons.find((reason) => !['Running', 'Completed', ''].includes(reason));
  if (problem !== undefined) return problem;
  if (reasons.includes('Running')) return 'Running';
  return reasons.find((reason) => reason !== '') ?? pod.phase;
}
