import { collectConfiguration, type ConfigurationData } from './configurationData.ts';
import { planPod } from './planPod.ts';
import type { Hook, ReleasePlan, Workload } from './podPlan.ts';
import { readNetwork, type ReleaseNetwork } from './readNetwork.ts';
import { checkNames, kindsWithoutEffect, readResources, type Resource } from './resourceSchema.ts';
import { notModelledError, parseResource } from './schemaParts.ts';
import { daemonSetSchema, deploymentSchema, jobSchema, statefulSetSchema, type PodTemplate } from './workloadSchema.ts';

/**
 * Reads rendered manifests into what is to run.
 *
 * @throws EdkError `chart.invalid` naming the first thing that Kubernetes refuses, `platform.unsupported` naming the
 * first one that only the local platform does not model.
 */
export function planRelease(manifests: string, namespace: string): ReleasePlan {
  const resources = readResources(manifests).filter((resource) => !isTestOnly(hookEvents(resource)));
  resources.forEach(checkNames);
  const configuration = collectConfiguration(resources, namespace);
  const network = readNetwork(resources, namespace);
  const context = { configuration, network, releaseNamespace: namespace };
  const workloads: Workload[] = [];
  const hooks: Hook[] = [];
  for (const resource of resources) {
    const events = hookEvents(resource);
    const workload = planWorkload(resource, context);
    if (workload === undefined) checkKind(resource);
    else if (events.length === 0) workloads.push(workload);
    else hooks.push({ workload, events, weight: Number(annotation(resource, 'helm.sh/hook-weight') ?? '0') });
  }
  return {
    workloads,
    hooks,
    ingresses: network.ingresses(workloads),
    nodePorts: network.nodePorts(workloads),
    claims: claimsOf(resources),
  };
}

function annotation({ metadata }: Resource, name: string): string | undefined {
  return metadata.annotations?.[name];
}

function hookEvents(resource: Resource): string[] {
  return (annotation(resource, 'helm.sh/hook') ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** "helm test" is not part of an install. */
function isTestOnly(events: readonly string[]): boolean {
  return events.length > 0 && events.every((event) => event === 'test' || event === 'test-success');
}

const readElsewhere: ReadonlySet<string> = new Set([
  'ConfigMap',
  'Ingress',
  'Middleware',
  'PersistentVolumeClaim',
  'Secret',
  'Service',
]);

function checkKind({ kind, metadata: { name } }: Resource): void {
  if (!readElsewhere.has(kind) && !kindsWithoutEffect.has(kind)) throw notModelledError(`${kind} "${name}"`);
}

/** The claims that end with the release; Helm keeps those that the chart asks it to. */
function claimsOf(resources: readonly Resource[]): string[] {
  return resources
    .filter(
      (resource) =>
        resource.kind === 'PersistentVolumeClaim' && annotation(resource, 'helm.sh/resource-policy') !== 'keep',
    )
    .map(({ metadata }) => metadata.name);
}

interface ReleaseContext {
  readonly configuration: ConfigurationData;
  readonly network: ReleaseNetwork;
  readonly releaseNamespace: string;
}

/** What a resource keeps running; undefined when it is not a workload. */
function planWorkload(resource: Resource, release: ReleaseContext): Workload | undefined {
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
