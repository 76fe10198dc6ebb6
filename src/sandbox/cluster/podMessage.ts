import type { Pod, PodContainerStatus } from './podSchema.ts';

/** Why the pod does not run or how its container ended, in the cluster's words; empty when all is well. */
export function podMessage({ status }: Pod): string {
  const said = [...status.initContainerStatuses, ...status.containerStatuses]
    .map(({ state }) => containerMessage(state))
    .find((message) => message !== '');
  if (said !== undefined) return said;
  if (status.message !== undefined) return status.message;
  const waits = status.conditions.find(({ type, status: value }) => type === 'PodScheduled' && value === 'False');
  return waits?.message ?? '';
}

function containerMessage({ waiting, terminated }: PodContainerStatus['state']): string {
  if (waiting?.message !== undefined) return waiting.message;
  if (terminated === undefined || terminated.exitCode === 0) return '';
  const said = (terminated.message ?? '').trim();
  return `exit code ${terminated.exitCode}${said === '' ? '' : `: ${said}`}`;
}
