import type { PodRecord } from './podRecords.ts';
import type { Pod, PodContainerStatus } from './podSchema.ts';

/** The STATUS column of `kubectl get pods`. */
export function podStatus(pod: Pod): string {
  const { phase, reason } = pod.status;
  const ended = phase === 'Succeeded' || phase === 'Failed';
  if (pod.metadata.deletionTimestamp !== undefined && reason === 'NodeLost') return 'Unknown';
  if (pod.metadata.deletionTimestamp !== undefined && !ended) return 'Terminating';
  const initial = initStatus(pod);
  if (initial !== undefined && !hasCondition(pod, 'Initialized')) return initial;
  return mainStatus(pod, reason ?? (isGated(pod) ? 'SchedulingGated' : phase));
}

/** The READY column: containers that are ready, of all that stay. */
export function podReadiness(pod: Pod): string {
  const staying = pod.status.initContainerStatuses.filter((status) => isSidecar(pod, status));
  const ready = [...pod.status.containerStatuses, ...staying].filter(
    (status) => status.ready && status.state.running !== undefined,
  );
  const all = [
    ...pod.spec.containers,
    ...pod.spec.initContainers.filter(({ restartPolicy }) => restartPolicy === 'Always'),
  ];
  return `${ready.length}/${all.length}`;
}

/** The RESTARTS column, without its time: of the init containers while they run, then of the others. */
export function podRestarts(pod: Pod): number {
  const { initContainerStatuses: initial, containerStatuses } = pod.status;
  const isInitial = initStatus(pod) !== undefined && !hasCondition(pod, 'Initialized');
  const counted = isInitial ? initial : [...containerStatuses, ...initial.filter((status) => isSidecar(pod, status))];
  return counted.reduce((sum, { restartCount }) => sum + restartCount, 0);
}

/** Undefined when the init containers are done. */
function initStatus(pod: Pod): string | undefined {
  const { initContainerStatuses: statuses } = pod.status;
  const index = statuses.findIndex((status) => !isDone(pod, status));
  const status = statuses[index];
  if (status === undefined) return undefined;
  const { terminated, waiting } = status.state;
  if (terminated !== undefined) return `Init:${endReason(terminated)}`;
  const reason = waiting?.reason ?? '';
  if (reason !== '' && reason !== 'PodInitializing') return `Init:${reason}`;
  return `Init:${index}/${pod.spec.initContainers.length}`;
}

function isDone(pod: Pod, status: PodContainerStatus): boolean {
  return status.state.terminated?.exitCode === 0 || (isSidecar(pod, status) && status.started === true);
}

/** An init container that keeps running beside the others. */
function isSidecar({ spec }: Pod, { name }: PodContainerStatus): boolean {
  return spec.initContainers.some((container) => container.name === name && container.restartPolicy === 'Always');
}

// The first container with something to say decides; one that runs has nothing to say.
function mainStatus(pod: Pod, unsaid: string): string {
  const statuses = pod.status.containerStatuses;
  const reason = statuses.map(({ state }) => containerReason(state)).find((said) => said !== undefined) ?? unsaid;
  const runs = statuses.some(({ ready, state }) => ready && state.running !== undefined);
  if (reason === 'Completed' && runs) return hasCondition(pod, 'Ready') ? 'Running' : 'NotReady';
  return reason;
}

function containerReason({ waiting, terminated }: PodContainerStatus['state']): string | undefined {
  if (waiting?.reason !== undefined && waiting.reason !== '') return waiting.reason;
  return terminated === undefined ? undefined : endReason(terminated);
}

function endReason({
  reason = '',
  signal = 0,
  exitCode,
}: NonNullable<PodContainerStatus['state']['terminated']>): string {
  if (reason !== '') return reason;
  return signal === 0 ? `ExitCode:${exitCode}` : `Signal:${signal}`;
}

function isGated({ status }: Pod): boolean {
  return status.conditions.some(({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated');
}

function hasCondition({ status }: Pod, wanted: string): boolean {
  return status.conditions.some(({ type, status: value }) => type === wanted && value === 'True');
}

/** Why the pod does not run or how its container ended, in the cluster's words; empty when all is well. */
export function podMessage({ status }: Pod, { log, warning }: PodRecord): string {
  const said = [...status.initContainerStatuses, ...status.containerStatuses]
    .map((container) => containerMessage(container, log))
    .find((message) => message !== '');
  if (said !== undefined) return said;
  if (status.message !== undefined) return status.message;
  const waits = status.conditions.find(({ type, status: value }) => type === 'PodScheduled' && value === 'False');
  return waits?.message ?? warning;
}

function containerMessage({ state, lastState }: PodContainerStatus, log: string): string {
  const { waiting, terminated } = state;
  if (terminated !== undefined) return endMessage(terminated, log);
  if (waiting?.message === undefined) return '';
  return [waiting.message, endMessage(lastState.terminated, log)].filter((part) => part !== '').join('; ');
}

function endMessage(terminated: PodContainerStatus['state']['terminated'], log: string): string {
  if (terminated === undefined || terminated.exitCode === 0) return '';
  const said = (terminated.message ?? '').trim();
  const words = said === '' ? log : said;
  return `exit code ${terminated.exitCode}${words === '' ? '' : `: ${words}`}`;
}
