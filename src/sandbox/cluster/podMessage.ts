import type { PodRecord } from './podRecords.ts';
import type { Pod, PodContainerStatus } from './podSchema.ts';

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
