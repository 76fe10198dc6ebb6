import type { Deployment } from '../schemas/extensionList.ts';

/** A pod of a release as the platform shows it. */
export interface Pod {
  readonly name: string | undefined;
  /** As kubectl prints it, lower case: running, completed, imagepullbackoff, init:0/1 ... */
  readonly status: string;
  /** Ready containers out of all, e.g. `1/2`. */
  readonly ready: string | undefined;
  readonly restarts: number;
  readonly ageMs: number | undefined;
  readonly message: string | undefined;
}

export type PodCondition = 'good' | 'waiting' | 'failing' | 'leaving';

/** Also empty if the platform did not look for pods. */
export function readPods(deployment: Deployment): Pod[] {
  const info = deployment.kube_info;
  const statuses = info?.status ?? (Array.isArray(deployment.kube_status) ? deployment.kube_status : []);
  return statuses.map((status, index) => ({
    name: info?.name?.[index],
    status: status.toLowerCase(),
    ready: info?.ready?.[index],
    restarts: Number.parseInt(info?.restarts?.[index] ?? '0', 10) || 0,
    ageMs: readAge(info?.age?.[index]),
    message: info?.message?.[index] ?? undefined,
  }));
}

const failing = new Set([
  'containercannotrun',
  'containerstatusunknown',
  'deadlineexceeded',
  'evicted',
  'failed',
  'invalidimagename',
  'nodeaffinity',
  'nodelost',
  'nodeshutdown',
  'oomkilled',
  'outofcpu',
  'outofmemory',
  'outofpods',
  'preempting',
  'registryunavailable',
  'unexpectedadmissionerror',
]);

/** What a pod's status means for its release. An unknown status counts as waiting. */
export function podCondition(pod: Pod): PodCondition {
  const status = pod.status.replace(/^init:/, '');
  if (status === 'completed' || status === 'succeeded') {
    // The program of a Deployment is restarted when it ends.
    return pod.status === status && !isOfDeployment(pod) ? 'good' : 'waiting';
  }
  if (status === 'terminating') return 'leaving';
  if (status === 'running') return pod.status === status && allReady(pod.ready) ? 'good' : 'waiting';
  // Covers Error, ErrImagePull, ErrImageNeverPull, CreateContainerConfigError, CrashLoopBackOff, ImagePullBackOff ...
  const broken = /^err|error$|backoff$|^(exitcode|signal):/.test(status);
  return broken || failing.has(status) ? 'failing' : 'waiting';
}

/**
 * The pods that determine the release's state: without leftovers, and without failed attempts of a Job that succeeded.
 */
export function currentPods(pods: readonly Pod[]): Pod[] {
  const staying = pods.filter((pod) => podCondition(pod) !== 'leaving');
  const completed = new Set(staying.filter((pod) => pod.status === 'completed').map(ownerOf));
  completed.delete(undefined);
  return staying.filter((pod) => podCondition(pod) !== 'failing' || !completed.has(ownerOf(pod)));
}

/** One line about a pod: `extract-x7k2p: imagepullbackoff, 3 restarts (manifest unknown)`. */
export function describePod(pod: Pod): string {
  const ready = pod.status === 'running' && !allReady(pod.ready) ? `, ${pod.ready ?? ''} ready` : '';
  const restarts = pod.restarts > 0 ? `, ${pod.restarts} ${pod.restarts === 1 ? 'restart' : 'restarts'}` : '';
  const message = pod.message === undefined || pod.message === '' ? '' : ` (${pod.message})`;
  return `${pod.name ?? 'pod'}: ${pod.status}${ready}${restarts}${message}`;
}

/** The pods of a Deployment are named `<Deployment>-<hash>-<five characters>`; Kubernetes uses no vowels in them. */
export function isOfDeployment({ name = '' }: Pod): boolean {
  return /-[bcdfghjklmnpqrstvwxz2456789]{6,10}-[bcdfghjklmnpqrstvwxz2456789]{5}$/.test(name);
}

/** A Job names its pods `<job>-<five characters>`. */
function ownerOf(pod: Pod): string | undefined {
  return pod.name?.replace(/-[a-z0-9]{5}$/, '');
}

function allReady(ready: string | undefined): boolean {
  const [done, all] = (ready ?? '').split('/');
  return all === undefined || done === all;
}

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, y: 31_536_000_000 };

function readAge(age: string | undefined): number | undefined {
  const parts = [...(age ?? '').matchAll(/(\d+)([smhdy])/g)];
  if (parts.length === 0) return undefined;
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (unitMs[unit ?? 's'] ?? 0), 0);
}
