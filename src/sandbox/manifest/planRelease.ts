import { loadAll } from 'js-yaml';
import { EdkError } from '../../core/errors/edkError.ts';
import { collectConfiguration, type ConfigurationData } from './configurationData.ts';
import { planPod } from './planPod.ts';
import type { Hook, ReleasePlan, Workload } from './podPlan.ts';
import { deploymentSchema, jobSchema } from './podSpecSchema.ts';
import { readNetwork, type ReleaseNetwork } from './readNetwork.ts';
import { kindsWithoutEffect, resourceSchema, type Resource } from './resourceSchema.ts';
import { parseResource } from './schemaParts.ts';

/**
 * Reads rendered manifests into what is to run.
 *
 * @throws EdkError `platform.unsupported` naming the first thing that the local platform does not model.
 */
export function planRelease(manifests: string, namespace: string): ReleasePlan {
  const resources = readResources(manifests);
  const configuration = collectConfiguration(resources);
  const network = readNetwork(resources, namespace);
  const context = { configuration, network, releaseNamespace: namespace };
  const workloads: Workload[] = [];
  const hooks: Hook[] = [];
  for (const resource of resources) {
    const annotations = resource.metadata.annotations ?? {};
    const events = splitNames(annotations['helm.sh/hook']);
    if (isTestOnly(events)) continue;
    checkName(resource);
    const workload = planWorkload(resource, context);
    if (workload === undefined) continue;
    if (events.length === 0) workloads.push(workload);
    else hooks.push({ workload, events, weight: Number(annotations['helm.sh/hook-weight'] ?? '0') });
  }
  return { workloads, hooks, ingresses: network.ingresses(workloads), claims: claimsOf(resources) };
}

/** The resources of a stream of manifests, empty documents left out. */
export function readResources(manifests: string): Resource[] {
  return loadAll(manifests)
    .filter((document) => document !== null && document !== undefined)
    .map((document) => resourceSchema.parse(document));
}

/** What an API server says of a name that it does not take. */
function checkName({ kind, metadata: { name } }: Resource): void {
  // Names of roles may have other characters, too.
  if (kind.includes('Role')) return;
  if (name.length <= 253 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(name)) return;
  throw new EdkError('platform.unsupported', `${kind} "${name}" is invalid: metadata.name: Invalid value.`);
}

/** "helm test" is not part of an install. */
function isTestOnly(events: readonly string[]): boolean {
  return events.length > 0 && events.every((event) => event === 'test' || event === 'test-success');
}

function splitNames(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

interface ReleaseContext {
  readonly configuration: ConfigurationData;
  readonly network: ReleaseNetwork;
  readonly releaseNamespace: string;
}

const readElsewhere: ReadonlySet<string> = new Set([
  'ConfigMap',
  'Ingress',
  'Middleware',
  'PersistentVolumeClaim',
  'Secret',
  'Service',
]);

function planWorkload(
  resource: Resource,
  { configuration, network, releaseNamespace }: ReleaseContext,
): Workload | undefined {
  const { kind } = resource;
  const { name } = resource.metadata;
  const context = { namespace: resource.metadata.namespace ?? releaseNamespace, configuration, network };
  if (kind === 'Job') {
    const { spec } = parseResource(jobSchema, resource);
    const pod = planPod(spec.template, context);
    const deadlineSeconds = spec.activeDeadlineSeconds ?? undefined;
    return { kind, name, replicas: 1, backoffLimit: spec.backoffLimit ?? 6, deadlineSeconds, pod };
  }
  if (kind === 'Deployment') {
    const { spec } = parseResource(deploymentSchema, resource);
    const pod = { ...planPod(spec.template, context), restartPolicy: 'Always' as const };
    return { kind, name, replicas: spec.replicas ?? 1, backoffLimit: 0, deadlineSeconds: undefined, pod };
  }
  if (readElsewhere.has(kind) || kindsWithoutEffect.has(kind)) return undefined;
  throw new EdkError('platform.unsupported', `The local platform does not run a ${kind} ("${name}").`);
}

/** The claims that end with the release; Helm keeps those that the chart asks it to. */
function claimsOf(resources: readonly Resource[]): string[] {
  return resources
    .filter(
      ({ kind, metadata }) =>
        kind === 'PersistentVolumeClaim' && metadata.annotations?.['helm.sh/resource-policy'] !== 'keep',
    )
    .map(({ metadata }) => metadata.name);
}
