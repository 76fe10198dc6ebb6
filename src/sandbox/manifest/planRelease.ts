import { loadAll } from 'js-yaml';
import type { z } from 'zod';
import { EdkError } from '../../core/errors/edkError.ts';
import { collectConfiguration, type ConfigurationData } from './configurationData.ts';
import { planPod } from './planPod.ts';
import type { Hook, ReleasePlan, Workload } from './podPlan.ts';
import { deploymentSchema, jobSchema } from './podSpecSchema.ts';
import { kindsWithoutEffect, resourceSchema, type Resource } from './resourceSchema.ts';

/**
 * Reads rendered manifests into what is to run.
 *
 * @throws EdkError `platform.unsupported` naming the first thing that the local platform does not model.
 */
export function planRelease(manifests: string, namespace: string): ReleasePlan {
  const resources = readResources(manifests);
  const configuration = collectConfiguration(resources);
  const workloads: Workload[] = [];
  const hooks: Hook[] = [];
  for (const resource of resources) {
    const annotations = resource.metadata.annotations ?? {};
    const events = splitNames(annotations['helm.sh/hook']);
    if (isTestOnly(events)) continue;
    const workload = planWorkload(resource, configuration, namespace);
    if (workload === undefined) continue;
    if (events.length === 0) workloads.push(workload);
    else hooks.push({ workload, events, weight: Number(annotations['helm.sh/hook-weight'] ?? '0') });
  }
  return { workloads, hooks };
}

/** The resources of a stream of manifests, empty documents left out. */
export function readResources(manifests: string): Resource[] {
  return loadAll(manifests)
    .filter((document) => document !== null && document !== undefined)
    .map((document) => resourceSchema.parse(document));
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

function planWorkload(
  resource: Resource,
  configuration: ConfigurationData,
  releaseNamespace: string,
): Workload | undefined {
  const { kind } = resource;
  const { name } = resource.metadata;
  const context = { namespace: resource.metadata.namespace ?? releaseNamespace, configuration };
  if (kind === 'Job') {
    const { spec } = parse(jobSchema, resource);
    const pod = planPod(spec.template.spec, context);
    const deadlineSeconds = spec.activeDeadlineSeconds ?? undefined;
    return { kind, name, replicas: 1, backoffLimit: spec.backoffLimit ?? 6, deadlineSeconds, pod };
  }
  if (kind === 'Deployment') {
    const { spec } = parse(deploymentSchema, resource);
    const pod = { ...planPod(spec.template.spec, context), restartPolicy: 'Always' as const };
    return { kind, name, replicas: spec.replicas ?? 1, backoffLimit: 0, deadlineSeconds: undefined, pod };
  }
  if (kind === 'ConfigMap' || kind === 'Secret' || kindsWithoutEffect.has(kind)) return undefined;
  throw new EdkError('platform.unsupported', `The local platform does not run a ${kind} ("${name}").`);
}

function parse<T>(schema: z.ZodType<T>, resource: Resource): T {
  const result = schema.safeParse(resource);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue === undefined ? '' : `${issue.path.join('.')}: ${issue.message}`;
  throw new EdkError('platform.unsupported', `${resource.kind} "${resource.metadata.name}", ${place}.`);
}
