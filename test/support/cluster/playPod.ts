import { z } from 'zod';

const containerSchema = z.looseObject({
  name: z.string(),
  image: z.string(),
  command: z.array(z.string()).optional(),
});
export const apiPodSchema = z.looseObject({
  metadata: z.looseObject({
    uid: z.string(),
    name: z.string(),
    namespace: z.string(),
    deletionTimestamp: z.string().optional(),
  }),
  spec: z.looseObject({
    nodeName: z.string().optional(),
    restartPolicy: z.string().optional(),
    containers: z.array(containerSchema),
  }),
});
export type ApiPod = z.infer<typeof apiPodSchema>;
type Container = z.infer<typeof containerSchema>;

/** A state of the pod, from this time after its creation on. */
interface Scene {
  readonly atMs: number;
  readonly status: unknown;
}

/**
 * What a node would make of a pod: an image whose name has `missing` cannot be pulled, and a command of `true`, `exit N`
 * or `sleep N` does what it says, again and again where the pod is restarted. Everything else runs.
 */
export function playPod({ spec }: ApiPod): Scene[] {
  const [container] = spec.containers;
  if (container === undefined) return [];
  const first = { atMs: 0, status: running('Pending', container, { waiting: { reason: 'ContainerCreating' } }) };
  if (container.image.includes('missing')) {
    const message = `Back-off pulling image "${container.image}": ErrImagePull: not found`;
    return [
      first,
      { atMs: 300, status: running('Pending', container, { waiting: { reason: 'ErrImagePull', message } }) },
      { atMs: 900, status: running('Pending', container, { waiting: { reason: 'ImagePullBackOff', message } }) },
    ];
  }
  const runs = {
    atMs: 400,
    status: running('Running', container, { running: { startedAt: new Date().toISOString() } }),
  };
  const command = container.command?.join(' ') ?? '';
  const exitCode = /\bexit (\d+)/.exec(command)?.[1] ?? (/\b(true|sleep \d+)/.test(command) ? '0' : undefined);
  if (exitCode !== undefined && spec.restartPolicy !== 'Never') {
    const waiting = { reason: 'CrashLoopBackOff', message: 'back-off 40s restarting failed container' };
    return [first, { atMs: 400, status: running('Running', container, { waiting }, 3) }];
  }
  if (exitCode === undefined) return [first, runs];
  const seconds = Number(/\bsleep (\d+)/.exec(command)?.[1] ?? '0');
  return [first, runs, { atMs: 800 + seconds * 1000, status: ended(container, Number(exitCode)) }];
}

function running(phase: string, { name, image }: Container, state: Record<string, unknown>, restartCount = 0): unknown {
  const ready = 'running' in state;
  const condition = { status: ready ? 'True' : 'False', lastTransitionTime: new Date().toISOString() };
  return {
    phase,
    podIP: '10.0.0.9',
    conditions: [
      { ...condition, type: 'PodScheduled', status: 'True' },
      { ...condition, type: 'Initialized', status: 'True' },
      { ...condition, type: 'Ready' },
    ],
    containerStatuses: [{ name, image, imageID: '', ready, restartCount, started: ready, state }],
  };
}

function ended({ name, image }: Container, exitCode: number): unknown {
  const now = new Date().toISOString();
  const reason = exitCode === 0 ? 'Completed' : 'Error';
  const terminated = { exitCode, reason, startedAt: now, finishedAt: now, containerID: 'test://1' };
  return {
    phase: exitCode === 0 ? 'Succeeded' : 'Failed',
    conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: now }],
    containerStatuses: [
      { name, image, imageID: '', ready: false, restartCount: 0, started: false, state: { terminated } },
    ],
  };
}
