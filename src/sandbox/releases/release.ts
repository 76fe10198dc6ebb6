import { z } from 'zod';

const podSchema = z.object({
  name: z.string(),
  createdAt: z.string(),
  phase: z.enum(['Pending', 'Running', 'Succeeded', 'Failed']),
  status: z.string(),
  ready: z.string(),
  restarts: z.number(),
  message: z.string(),
  address: z.string().optional(),
});

/** Those whose pods the platform lists. */
export const listedKinds = ['Job', 'Deployment'] as const;

const workloadSchema = z.object({
  kind: z.enum([...listedKinds, 'StatefulSet', 'DaemonSet']),
  name: z.string(),
  /** Whether its manifest names a namespace. */
  namespaced: z.boolean().default(true),
  /** Missing while it runs. */
  result: z.enum(['succeeded', 'failed']).optional(),
  pods: z.array(podSchema),
});

/** An installation of a chart, as it is kept on disk. */
export const releaseSchema = z.object({
  name: z.string(),
  chart: z.string(),
  version: z.string(),
  appVersion: z.string(),
  namespace: z.string(),
  status: z.enum(['pending-install', 'deployed', 'failed', 'uninstalling']),
  /** Why it is in its state; empty when there is nothing to say. */
  description: z.string(),
  installedAt: z.string(),
  multiInstallable: z.boolean(),
  /** The parameters as they arrived at the chart. */
  parameters: z.record(z.string(), z.unknown()),
  /** What the chart sees of them: what it sets itself wins. */
  seen: z.record(z.string(), z.unknown()).default({}),
  /** What Helm rendered. */
  manifests: z.string(),
  /** Paths of its Ingresses. */
  links: z.array(z.string()).default([]),
  workloads: z.array(workloadSchema),
});

export type Release = z.infer<typeof releaseSchema>;
export type ReleaseWorkload = z.infer<typeof workloadSchema>;
export type ReleasePod = z.infer<typeof podSchema>;

/**
 * What the platform shows of a release: it looks for pods of Deployments and Jobs that name their namespace, and knows
 * nothing of the others. Seen on the real backend.
 */
export function listedWorkloads({ workloads }: Pick<Release, 'workloads'>): ReleaseWorkload[] {
  const kinds: readonly string[] = listedKinds;
  return workloads.filter(({ kind, namespaced }) => namespaced && kinds.includes(kind));
}

export function listedPods(release: Pick<Release, 'workloads'>): ReleasePod[] {
  return listedWorkloads(release).flatMap(({ pods }) => pods);
}
