import { randomInt } from 'node:crypto';
import type { HttpClient } from '../../core/http/httpClient.ts';
import type { VolumePlan, Workload } from '../manifest/podPlan.ts';
import type { BackOff } from '../start/platformOptions.ts';
import { waitBeforeRetry } from './superviseContainer.ts';
import type { ContainerEngine } from './containerEngine.ts';
import { isPodReady, podMessage, printPodStatus, printReadiness, type PodState } from './podState.ts';
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
  /** IP address under which Services reach it; undefined when they do not. */
  readonly address?: string | undefined;
}

export type WorkloadResult = 'succeeded' | 'failed';

export interface WorkloadRunOptions {
  readonly release: string;
  readonly workload: Workload;
  readonly engine: ContainerEngine;
  readonly backOff: BackOff;
  readonly http: HttpClient;
  readonly signal: AbortSignal;
  /** Called with every change, with all pods that the workload had. */
  readonly report: (pods: readonly PodSummary[]) => void;
  /** Pods of an earlier run that ended by themselves. */
  readonly earlier?: readonly PodSummary[] | undefined;
}

/** Keeps the pods of a workload running. Ends with a Job's result; the others only with the signal. */
export async function runWorkload(options: WorkloadRunOptions): Promise<WorkloadResult> {
  const { workload } = options;
  const pods = new Map((options.earlier ?? []).map((pod) => [pod.name, pod]));
  if (workload.kind === 'Job') return await runJob(options, pods);
  const outcomes = await Promise.all(
    Array.from({ length: workload.replicas }, (_, number) =>
      startPod(forPod(options, number), pods, Number.POSITIVE_INFINITY),
    ),
  );
  return outcomes.includes('failed') ? 'failed' : 'succeeded';
}

type Pods = Map<string, PodSummary>;

async function runJob(options: WorkloadRunOptions, pods: Pods): Promise<WorkloadResult> {
  const { deadlineSeconds } = options.workload;
  if (deadlineSeconds === undefined) return await tryJob(options, pods);
  const deadline = AbortSignal.timeout(deadlineSeconds * 1000);
  try {
    return await tryJob({ ...options, signal: AbortSignal.any([options.signal, deadline]) }, pods);
  } catch (error) {
    if (options.signal.aborted || !deadline.aborted) throw error;
    const last = [...pods.values()].at(-1);
    if (last !== undefined) {
      const message = `did not end within ${deadlineSeconds} s (DeadlineExceeded). ${last.message}`.trim();
      pods.set(last.name, { ...last, phase: 'Failed', status: 'Error', message });
      options.report([...pods.values()]);
    }
    return 'failed';
  }
}

async function tryJob(options: WorkloadRunOptions, pods: Pods): Promise<WorkloadResult> {
  const { backoffLimit, pod } = options.workload;
  // A pod that restarts its own container has used up the Job's tries when it ends.
  if (pod.restartPolicy !== 'Never') return await startPod(options, pods, backoffLimit);
  for (let tries = 0; ; tries++) {
    if ((await startPod(options, pods, 0)) === 'succeeded') return 'succeeded';
    if (tries >= backoffLimit) return 'failed';
    await waitBeforeRetry(options.backOff, tries, options.signal);
  }
}

/** A workload whose pod has the claims of its number. */
function forPod(options: WorkloadRunOptions, number: number): WorkloadRunOptions {
  const { pod } = options.workload;
  const volumes = pod.volumes.map((volume): VolumePlan =>
    volume.kind === 'ownClaim'
      ? { name: volume.name, kind: 'claim', claim: `${volume.claim}-${number}`, readOnly: false }
      : volume,
  );
  return { ...options, workload: { ...options.workload, pod: { ...pod, volumes } } };
}

async function startPod(options: WorkloadRunOptions, pods: Pods, restartLimit: number): Promise<WorkloadResult> {
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
        address: isPodReady(state) ? state.address : undefined,
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
