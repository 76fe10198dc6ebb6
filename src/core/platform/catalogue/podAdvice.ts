import { podCondition, type Pod } from './pods.ts';

/** What helps a pod that does not run. */
export interface PodAdvice {
  readonly text: string;
  /** Where its reason stands: what never started has no log. */
  readonly look: 'log' | 'previousLog' | 'events';
  /** Whether deploying again helps by itself. */
  readonly deploy?: true | undefined;
}

/** Advice for a pod that is failing, waits, or has restarted. */
export function podAdvice(pod: Pod): PodAdvice {
  const status = pod.status.replace(/^init:/, '');
  const log = pod.restarts > 0 && status !== 'running' ? 'previousLog' : 'log';
  if (status.includes('image') || status === 'registryunavailable') {
    return {
      text: 'The node cannot pull the image: wrong registry, wrong tag, or never pushed. Deploy again; every reference is looked up first.',
      look: 'events',
      deploy: true,
    };
  }
  if (status === 'oomkilled') {
    return {
      text:
        'It used more memory than its limit. Raise resources.limits.memory of the container in the template of the chart; ' +
        'for a task of a workflow, ram_mem_mb of its operator.',
      look: 'events',
    };
  }
  if (status.includes('config')) {
    return { text: 'It names a Secret or ConfigMap that does not exist. Correct the template.', look: 'events' };
  }
  if (status === 'pending') {
    return {
      text: 'No node has the CPU, memory or GPU that it requests, or its volume claim is not bound.',
      look: 'events',
    };
  }
  if (status === 'evicted' || status.startsWith('outof')) {
    return { text: 'The node ran out of disk or memory. Free some, or request less.', look: 'events' };
  }
  if (status === 'completed') {
    return {
      text: 'Its program has ended. A Deployment needs one that keeps running; use a Job for work that comes to an end.',
      look: log,
    };
  }
  if (status === 'running') return runningAdvice(pod);
  if (podCondition(pod) === 'failing') {
    return { text: 'Its program ended with an error: see the log, fix it, and deploy again.', look: log, deploy: true };
  }
  return {
    text: 'Its image is still being pulled, or a volume, Secret or ConfigMap that it mounts is missing.',
    look: 'events',
  };
}

function runningAdvice(pod: Pod): PodAdvice {
  if (podCondition(pod) === 'good') {
    return { text: 'Its program ends again and again: see the log from before the restart.', look: 'previousLog' };
  }
  return {
    text: 'It runs, but its readiness probe does not succeed. Check that the program listens on the port of the probe, and the path.',
    look: 'log',
  };
}
