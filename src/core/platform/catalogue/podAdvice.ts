import { isOfDeployment, podCondition, type Pod } from './pods.ts';

/** Advice for a pod that does not run. */
export interface PodAdvice {
  readonly text: string;
  /** Where to find the reason: a container that never started has no log. */
  readonly look: 'log' | 'previousLog' | 'events';
  /** Whether deploying again without changes may help. */
  readonly deploy?: true | undefined;
}

/** All the advice there is; the editor translates it. */
export const podAdviceTexts = {
  missingConfig:
    'It uses a Secret or ConfigMap that does not exist. Correct its name in the template, or add it to the chart.',
  neverStarted:
    'The container cannot be started. Check its command, user and volumes in the template and the Dockerfile.',
  rejected: 'The node rejected or lost the pod. Check the state of the node, then deploy again.',
  evicted: 'The node ran out of disk space or memory. Free some, or request less.',
  ended: 'Its program has ended. A Deployment needs one that keeps running; use a Job for work that ends.',
  failed: 'Its program ended with an error: see the log, fix it, and deploy again.',
  pullRefused:
    'The registry refuses the pull, or does not have the image. Check the reference, and the registry credentials of the platform.',
  imageMissing: 'The node cannot pull the image: it is not in the registry. Deploy the project to build and push it.',
  registryUnreachable:
    'The node cannot pull the image: it does not reach the registry. Check the registry address that the cluster uses.',
  pullFailed:
    'The node cannot pull the image: wrong registry, wrong tag, or never pushed. Deploy again to check every image reference.',
  outOfMemory:
    'It used more memory than its limit. Raise resources.limits.memory of the container in the chart template.',
  taskOutOfMemory:
    'It used more memory than its limit. Raise resources.limits.memory of the container in the chart template; for a workflow task, raise ram_mem_mb of its operator.',
  unboundClaim:
    'Its volume claim does not exist or is not bound. Check the claim in the template, and its storage class.',
  missingMount:
    'It mounts a Secret or ConfigMap that does not exist. Correct its name in the template, or add it to the chart.',
  insufficient:
    'No node has enough of the CPU, memory or GPU that it requests. Request less in the template, or free some by uninstalling other extensions.',
  noNodeFits: 'No node fits its node selector, affinity or tolerations. Correct them in the template.',
  mountFailed: 'A volume cannot be mounted. Correct the volume in the template.',
  pending: 'No node has the CPU, memory or GPU that it requests, or its volume claim is not bound.',
  waiting: 'Its image is still being pulled, or a volume, Secret or ConfigMap that it mounts is missing.',
  restarting: 'Its program keeps ending: see the log from before the restart.',
  readiness:
    'It runs, but its readiness probe fails. Check that the program listens on the port and path of the probe.',
  liveness: 'It runs, but its liveness probe fails. Check that the program listens on the port and path of the probe.',
  startup: 'It runs, but its startup probe fails. Check that the program listens on the port and path of the probe.',
} as const;

const neverStarted = new Set([
  'containercannotrun',
  'createcontainererror',
  'createpodsandboxerror',
  'runcontainererror',
  'starterror',
]);

const rejected = new Set(['nodeaffinity', 'nodelost', 'nodeshutdown', 'preempting', 'unexpectedadmissionerror']);

/** Advice for a pod that is failing or waiting, or has restarted. Its message, if any, says more than its status. */
export function podAdvice(pod: Pod): PodAdvice {
  const status = pod.status.replace(/^init:/, '');
  const log = pod.restarts > 0 && status !== 'running' ? 'previousLog' : 'log';
  if (status.includes('image') || status === 'registryunavailable') return imageAdvice(pod.message ?? '');
  if (isOutOfMemory(status, pod.message ?? '')) {
    return { text: isOfDeployment(pod) ? podAdviceTexts.outOfMemory : podAdviceTexts.taskOutOfMemory, look: 'events' };
  }
  if (status.includes('config')) {
    return { text: podAdviceTexts.missingConfig, look: 'events' };
  }
  if (neverStarted.has(status)) {
    return { text: podAdviceTexts.neverStarted, look: 'events' };
  }
  if (rejected.has(status)) {
    return { text: podAdviceTexts.rejected, look: 'events' };
  }
  if (status === 'evicted' || status.startsWith('outof')) {
    return { text: podAdviceTexts.evicted, look: 'events' };
  }
  if (status === 'completed') {
    return { text: podAdviceTexts.ended, look: log };
  }
  if (status === 'running') return runningAdvice(pod);
  if (podCondition(pod) === 'failing') {
    return { text: podAdviceTexts.failed, look: log, deploy: true };
  }
  return { text: waitingText(status, pod.message ?? ''), look: 'events' };
}

function imageAdvice(message: string): PodAdvice {
  if (/unauthorized|denied|forbidden|authentication required|\b40[13]\b/i.test(message)) {
    return { text: podAdviceTexts.pullRefused, look: 'events' };
  }
  if (/not found|manifest unknown|does not exist/i.test(message)) {
    return { text: podAdviceTexts.imageMissing, look: 'events', deploy: true };
  }
  if (/dial tcp|no such host|timeout|connection refused|http response to https|x509/i.test(message)) {
    return { text: podAdviceTexts.registryUnreachable, look: 'events' };
  }
  return { text: podAdviceTexts.pullFailed, look: 'events', deploy: true };
}

/** Linux ends a process that exceeds its memory limit with signal 9, which is exit code 137. */
function isOutOfMemory(status: string, message: string): boolean {
  return status === 'oomkilled' || (/backoff$|^error$/.test(status) && /oomkilled|exit code 137/i.test(message));
}

/** What a pod that has not started is waiting for, according to Kubernetes events. */
const causes: readonly (readonly [RegExp, string])[] = [
  [/persistentvolumeclaim.*not found|unbound.*persistentvolumeclaim/i, podAdviceTexts.unboundClaim],
  [/(secret|configmap)s? .*not found/i, podAdviceTexts.missingMount],
  [/insufficient/i, podAdviceTexts.insufficient],
  [/taint|node affinity|node selector/i, podAdviceTexts.noNodeFits],
  [/MountVolume|FailedMount|attach/i, podAdviceTexts.mountFailed],
];

function waitingText(status: string, message: string): string {
  const known = causes.find(([pattern]) => pattern.test(message));
  if (known !== undefined) return known[1];
  return status === 'pending' ? podAdviceTexts.pending : podAdviceTexts.waiting;
}

function runningAdvice(pod: Pod): PodAdvice {
  if (podCondition(pod) === 'good') {
    return { text: podAdviceTexts.restarting, look: 'previousLog' };
  }
  const probe = (['startup', 'liveness'] as const).find((name) => pod.message?.toLowerCase().includes(`${name} probe`));
  return { text: podAdviceTexts[probe ?? 'readiness'], look: 'log' };
}
