import { z } from 'zod';
import { parseManifests } from '../../core/yaml/loadYaml.ts';
import { EdkError } from '../../core/errors/edkError.ts';
import { dnsLabel, isDnsLabel, isDnsSubdomain, isPathSegment, isServiceName } from './kubernetesNames.ts';

/** What every rendered resource has. */
const resourceSchema = z.looseObject({
  kind: z.string(),
  metadata: z.object({
    name: z.string(),
    namespace: z.string().nullish(),
    annotations: z.record(z.string(), z.coerce.string()).nullish(),
  }),
});

export type Resource = z.infer<typeof resourceSchema>;

/** Kinds that are accepted because they change nothing on a single machine, or nothing at an install. */
export const kindsWithoutEffect: ReadonlySet<string> = new Set([
  'ClusterRole',
  'ClusterRoleBinding',
  'CronJob',
  'CustomResourceDefinition',
  'HorizontalPodAutoscaler',
  'LimitRange',
  'Namespace',
  'NetworkPolicy',
  // A claim's data lies in the state folder, whatever volume a chart makes for it.
  'PersistentVolume',
  'PodDisruptionBudget',
  'PriorityClass',
  'ResourceQuota',
  'Role',
  'RoleBinding',
  'ServiceAccount',
  'StorageClass',
]);

/** The resources of a stream of manifests, empty documents left out. @throws EdkError `yaml.invalid`, `chart.invalid`. */
export function readResources(manifests: string): Resource[] {
  return parseManifests(manifests, 'the rendered manifests').map((document) => {
    const { data, error } = resourceSchema.safeParse(document);
    if (data !== undefined) return data;
    const [issue] = error.issues;
    throw new EdkError(
      'chart.invalid',
      `A manifest is not a valid resource: ${issue?.path.join('.')}: ${issue?.message}.`,
    );
  });
}

/** @throws EdkError `chart.invalid` with what an API server says of a name that it does not take. */
export function checkNames({ kind, metadata: { name, namespace } }: Resource): void {
  const refuse = (field: string) => {
    throw new EdkError(
      'chart.invalid',
      `${kind} ${JSON.stringify(name)} is invalid: metadata.${field}: Invalid value.`,
    );
  };
  if (!ruleOfName(kind)(name)) refuse('name');
  if (typeof namespace === 'string' && !dnsLabel.safeParse(namespace).success) refuse('namespace');
}

function ruleOfName(kind: string): (name: string) => boolean {
  if (kind.includes('Role')) return isPathSegment;
  if (kind === 'Service') return isServiceName;
  return kind === 'Namespace' ? isDnsLabel : isDnsSubdomain;
}
