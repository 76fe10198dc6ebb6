import { z } from 'zod';

/** What every rendered resource has. */
export const resourceSchema = z.looseObject({
  kind: z.string(),
  metadata: z.object({
    name: z.string(),
    namespace: z.string().nullish(),
    annotations: z.record(z.string(), z.coerce.string()).nullish(),
  }),
});

export type Resource = z.infer<typeof resourceSchema>;

/** Kinds that are accepted because they change nothing on a single machine. */
export const kindsWithoutEffect: ReadonlySet<string> = new Set([
  'ClusterRole',
  'ClusterRoleBinding',
  'LimitRange',
  'Namespace',
  'NetworkPolicy',
  'PriorityClass',
  'ResourceQuota',
  'Role',
  'RoleBinding',
  'ServiceAccount',
]);
