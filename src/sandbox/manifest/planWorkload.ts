import type { ConfigurationData } from './configurationData.ts';
import { planPod } from './planPod.ts';
import type { Workload } from './podPlan.ts';
import type { ReleaseNetwork } from './readNetwork.ts';
import type { Resource } from './resourceSchema.ts';
import { parseResource } from './schemaParts.ts';
import { daemonSetSchema, deploymentSchema, jobSchema, statefulSetSchema, type PodTemplate } from './workloadSchema.ts';

export interface ReleaseContext {
  readonly configuration: ConfigurationData;
  readonly network: ReleaseNetwork;
  readonly releaseNamespace: string;
}

/** What a resource keeps running; undefined when it is no workload. */
export function planWorkload(resource: Resource, release: ReleaseContext): Workload | undefined {
  const { kind, metadata } = resource;
  const { name } = metadata;
  const context = { ...release, namespace: metadata.namespace ?? release.releaseNamespace };
  const namespaced = typeof metadata.namespace === 'string';
  const serving = (template: PodTemplate, ownClaims: readonly { readonly name: string; readonly claim: string }[]) => ({
    name,
    namespaced,
    backoffLimit: 0,
    deadlineSeconds: undefined,
    pod: { ...planPod(template, { ...context, ownClaims }), restartPolicy: 'Always' as const },
  });
  switch (kind) {
    case 'Job': {
      const { spec } = parseResource(jobSchema, resource);
      const pod = planPod(spec.template, context);
      const deadlineSeconds = spec.activeDeadlineSeconds ?? undefined;
      return { kind, name, namespaced, replicas: 1, backoffLimit: spec.backoffLimit ?? 6, deadlineSeconds, pod };
    }
    case 'Deployment': {
      const { spec } = parseResource(deploymentSchema, resource);
      return { kind, replicas: spec.replicas ?? 1, ...serving(spec.template, []) };
    }
    case 'StatefulSet': {
      const { spec } = parseResource(statefulSetSchema, resource);
      const own = (spec.volumeClaimTemplates ?? []).map((claim) => claim.metadata.name);
      const claims = own.map((claim) => ({ name: claim, claim: `${claim}-${name}` }));
      return { kind, replicas: spec.replicas ?? 1, ...serving(spec.template, claims) };
    }
    case 'DaemonSet': {
      const { spec } = parseResource(daemonSetSchema, resource);
      return { kind, replicas: 1, ...serving(spec.template, []) };
    }
    default:
      return undefined;
  }
}
