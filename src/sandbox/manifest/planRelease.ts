import { collectConfiguration } from './configurationData.ts';
import type { Hook, ReleasePlan, Workload } from './podPlan.ts';
import { planWorkload } from './planWorkload.ts';
import { readNetwork } from './readNetwork.ts';
import { checkNames, kindsWithoutEffect, readResources, type Resource } from './resourceSchema.ts';
import { notModelledError } from './schemaParts.ts';

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
  return { workloads, hooks, ingresses: network.ingresses(workloads), claims: claimsOf(resources) };
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
