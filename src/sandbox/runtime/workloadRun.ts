import { randomInt } from 'node:crypto';
import type { Workload } from '../manifest/podPlan.ts';
import type { BackOff } from '../platformOptions.ts';
import { waitBeforeRetry } from './backOff.ts';
import type { ContainerEngine } from './containerEngine.ts';
import { podMessage, printPodStatus, printReadiness, type PodState } from './podState.ts';
import { runPod } from './runPod.ts';

/** A pod as it is listed and kept. */
export interface PodSummary {
  readonly name: string;
  readonly createdAt: string;
  readonly phase: PodState['phase'];
  readonly status: string;
  readonly ready: string;
  readonly restarts: number;
  /** Why it does not run, or the end of its log; empty when all is well. */
  readonly message: string;
}

export type WorkloadResult = 'succeeded' | 'failed';

export interface WorkloadRunOptions {
  readonly release: string;
  readonly workload: Workload;
  readonly engine: ContainerEngine;
  readonly backOff: BackOff;
  readonly signal: AbortSignal;
  /** Called with every change, with all pods that the workload had. */
  readonly report: (pods: readonly PodSummary[]) => void;
  /** Pods of an earlier run that ended by themselves. */
  readonly earlier?: readonly PodSummary[] | undefined;
}

/** Keeps the pods of a workload running. Ends with a Job's result; a Deployment's only with the signal. */
export async function runWorkload(options: WorkloadRunOptions): Promise<WorkloadResult> {
  const { workload } = options;
  const pods = new Map((options.earlier ?? []).map((pod) => [pod.name, pod]));
  const start = (restartLimit: number) => startPod(options, pods, restartLimit);
  if (workload.kind === 'Deployment') {
    const outcomes = await Promise.all(Array.from({ length: workload.replicas }, () => start(Infinity)));
    return outcomes.includes('failed') ? 'failed' : 'succeeded';
  }
  // A pod that restarts its own container has used up the Job's tries when it ends.
  if (workload.pod.restartPolicy !== 'Never') return await start(workload.backoffLimit);
  for (let tries = 0; ; tries++) {
    if ((await start(0)) === 'succeeded') return 'succeeded';
    if (tries >= workload.backoffLimit) return 'failed';
    await waitBeforeRetry(options.backOff, tries, options.signal);
  }
}

async function startPod(
  options: WorkloadRunOptions,
  pods: Map<string, PodSummary>,
  restartLimit: number,
): Promise<WorkloadResult> {
  const name = `${options.workload.name}-${randomSuffix()}`;
  const createdAt = new Date().toISOString();
  return await runPod({
    ...options,
    name,
    plan: options.workload.pod,
    restartLimit,
    report: (state) => {
      pods.set(name, {
        name,
        createdAt,
        phase: state.phase,
        status: printPodStatus(state),
        ready: printReadiness(state),
        restarts: state.restarts,
        message: podMessage(state),
      });
      options.report([...pods.values()]);
    },
  });
}

// Without vowels, as Kubernetes does, so that no words arise.
const suffixCharacters = 'bcdfghjklmnpqrstvwxz2456789';

function randomSuffix(): string {
  return Array.from({ length: 5 }, () => suffixCharacters[randomInt(suffixCharacters.length)] ?? 'x').join('');
}
