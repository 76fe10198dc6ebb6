import { isOfDeployment, podCondition, type Pod } from './pods.ts';

/** What helps a pod that does not run. */
export interface PodAdvice {
  readonly text: string;
  /** Where its reason stands: a container that never started has no log. */
  readonly look: 'log' | 'previousLog' | 'events';
  /** Whether deploying again, without any change, may help. */
  readonly deploy?: true | undefined;
}

const neverStarted = new Set([
  'containercannotrun',
  'createcontainererror',
  'createpodsandboxerror',
  'runcontainererror',
  'starterror',
]);

const rejected = new Set(['nodeaffinity', 'nodelost', 'nodeshutdown', 'preempting', 'unexpectedadmissionerror']);

/** Advice for a pod that is failing, waits, or has restarted. Its message, where there is one, says more than its status. */
export function podAdvice(pod: Pod): PodAdvice {
  const status = pod.status.replace(/^init:/, '');
  const log = pod.restarts > 0 && status !== 'running' ? 'previousLog' : 'log';
  if (status.includes('image') || status === 'registryunavailable') return imageAdvice(pod.message ?? '');
  if (isOutOfMemory(status, pod.message ?? '')) return { text: outOfMemoryText(pod), look: 'events' };
  if (status.includes('config')) {
    return {
      text: 'It uses a Secret or ConfigMap that does not exist. Correct its name in the template, or add it to the chart.',
      look: 'events',
    };
  }
  if (neverStarted.has(status)) {
    return {
      text: 'The container cannot be started. Check its command, user and volumes in the template and the Dockerfile.',
      look: 'events',
    };
  }
  if (rejected.has(status)) {
    return {
      text: 'The node rejected or lost the pod. Check the state of the node, then deploy again.',
      look: 'events',
    };
  }
  if (status === 'evicted' || status.startsWith('outof')) {
    return { text: 'The node ran out of disk space or memory. Free some, or request less.', look: 'events' };
  }
  if (status === 'completed') {
    return {
      text: 'Its program has ended. A Deployment needs one that keeps running; use a Job for work that ends.',
      look: log,
    };
  }
  if (status === 'running') return runningAdvice(pod);
  if (podCondition(pod) === 'failing') {
    return { text: 'Its program ended with an error: see the log, fix it, and deploy again.', look: log, deploy: true };
  }
  return { text: waitingText(status, pod.message ?? ''), look: 'events' };
}

function imageAdvice(message: string): PodAdvice {
  if (/unauthorized|denied|forbidden|authentication required|\b40[13]\b/i.test(message)) {
    return {
      text: 'The registry refuses the pull, or does not have the image. Check the reference, and the registry credentials of the platform.',
      look: 'events',
    };
  }
  if (/not found|manifest unknown|does not exist/i.test(message)) {
    return {
      text: 'The node cannot pull the image: it is not in the registry. Deploy the project to build and push it.',
      look: 'events',
      deploy: true,
    };
  }
  if (/dial tcp|no such host|timeout|connection refused|http response to https|x509/i.test(message)) {
    return {
      text: 'The node cannot pull the image: it does not reach the registry. Check the registry address that the cluster uses.',
      look: 'events',
    };
  }
  return {
    text: 'The node cannot pull the image: wrong registry, wrong tag, or never pushed. Deploy again to check every image reference.',
    look: 'events',
    deploy: true,
  };
}

/** Linux ends a process that exceeds its memory limit with signal 9, which is exit code 137. */
function isOutOfMemory(status: string, message: string): boolean {
  return status === 'oomkilled' || (/backoff$|^error$/.test(status) && /oomkilled|exit code 137/i.test(message));
}

function outOfMemoryText(pod: Pod): string {
  const limit =
    'It used more memory than its limit. Raise resources.limits.memory of the container in the chart template';
  return isOfDeployment(pod) ? `${limit}.` : `${limit}; for a workflow task, raise ram_mem_mb of its operator.`;
}

/** What a pod that has not started waits for, by the words of Kubernetes's events. */
const causes: readonly (readonly [RegExp, string])[] = [
  [
    /persistentvolumeclaim.*not found|unbound.*persistentvolumeclaim/i,
    'Its volume claim does not exist or is not bound. Check the claim in the template, and its storage class.',
  ],
  [
    /(secret|configmap)s? .*not found/i,
    'It mounts a Secret or ConfigMap that does not exist. Correct its name in the template, or add it to the chart.',
  ],
  [
    /insufficient/i,
    'No node has enough of the CPU, memory or GPU that it requests. Request less in the template, or free some by ' +
      'uninstalling other extensions.',
  ],
  [
    /taint|node affinity|node selector/i,
    'No node fits its node selector, affinity or tolerations. Correct them in the template.',
  ],
  [/MountVolume|FailedMount|attach/i, 'A volume cannot be mounted. Correct the volume in the template.'],
];

function waitingText(status: string, message: string): string {
  const known = causes.find(([pattern]) => pattern.test(message));
  if (known !== undefined) return known[1];
  return status === 'pending'
    ? 'No node has the CPU, memory or GPU that it requests, or its volume claim is not bound.'
    : 'Its image is still being pulled, or a volume, Secret or ConfigMap that it mounts is missing.';
}

function runningAdvice(pod: Pod): PodAdvice {
  if (podCondition(pod) === 'good') {
    return { text: 'Its program keeps ending: see the log from before the restart.', look: 'previousLog' };
  }
  const [, probe = 'readiness'] = /(startup|liveness) probe/i.exec(pod.message ?? '') ?? [];
  return {
    text: `It runs, but its ${probe.toLowerCase()} probe fails. Check that the program listens on the port and path of the probe.`,
    look: 'log',
  };
}
