import { z } from 'zod';
import { loadAllYaml } from '../../core/yaml/loadYaml.ts';
import { type ListedIngress, linksOf } from '../ingress/ingressTable.ts';
import { type Release, listedKinds, type ReleasePod, type ReleaseWorkload } from '../releases/release.ts';
import { type ListedRelease, type ReleaseContent, releaseDescription, splitChart } from './clusterHelm.ts';
import type { PodRecord } from './podRecords.ts';
import type { Pod } from './podSchema.ts';
import { podMessage, podReadiness, podRestarts, podStatus } from './podStatus.ts';
import type { ReleaseNote } from './releaseNotes.ts';

/** A release as Helm keeps it; its workloads have no pods yet. */
export interface KeptRelease {
  readonly release: Release;
  readonly workloads: readonly ManifestWorkload[];
  readonly ingresses: readonly ListedIngress['ingress'][];
}

interface ReleaseSources {
  readonly listed: ListedRelease;
  readonly content: ReleaseContent;
  readonly status: Release['status'];
  readonly note: ReleaseNote | undefined;
  readonly namespace: string;
}

const globalSchema = z.record(z.string(), z.unknown()).catch({});

export function readRelease({ listed, content, status, note, namespace }: ReleaseSources): KeptRelease {
  const { workloads, ingresses } = readReleaseManifest(content.manifest, namespace);
  const chart = splitChart(listed.chart);
  const globals = globalSchema.parse(content.config?.['global']);
  // Without a note, somebody installed it without the platform: all that they gave were parameters.
  const names = note?.parameters ?? Object.keys(globals);
  const parameters = Object.fromEntries(names.filter((name) => name in globals).map((name) => [name, globals[name]]));
  const trouble = status === 'uninstalling' ? (note?.trouble ?? '') : '';
  const release: Release = {
    name: listed.name,
    chart: chart.name,
    version: chart.version,
    appVersion: listed.app_version,
    namespace,
    status,
    description: trouble === '' ? releaseDescription(status, content.info.description) : trouble,
    installedAt: new Date(content.info.last_deployed).toISOString(),
    multiInstallable: note?.multiInstallable ?? false,
    parameters,
    seen: parameters,
    manifests: content.manifest,
    links: linksOf(ingresses),
    workloads: [],
  };
  return { release, workloads, ingresses };
}

interface ManifestWorkload {
  readonly kind: (typeof listedKinds)[number];
  readonly name: string;
  readonly namespace: string;
}

/** What the list shows of a release's manifests. */
interface ReleaseManifest {
  readonly workloads: readonly ManifestWorkload[];
  readonly ingresses: readonly ListedIngress['ingress'][];
}

/** As the real platform: it lists pods of these alone, and of them those whose manifest names a namespace. */
const workloadMetadata = z.object({ name: z.string(), namespace: z.string() });
const metadata = z.object({
  name: z.string(),
  namespace: z.string().nullish(),
  annotations: z.record(z.string(), z.coerce.string()).nullish(),
});
const workloadSchema = z.object({ kind: z.enum(listedKinds), metadata: workloadMetadata });
const pathsSchema = z.array(z.object({ path: z.string().default('/') }));
const ingressSchema = z.object({
  kind: z.literal('Ingress'),
  metadata,
  spec: z.object({ rules: z.array(z.object({ http: z.object({ paths: pathsSchema }).nullish() })).default([]) }),
});

/** Reads the manifests of a release as Helm keeps them. What the cluster runs otherwise is passed over. */
export function readReleaseManifest(manifest: string, namespace: string): ReleaseManifest {
  const documents = loadAllYaml(manifest);
  const workloads = documents.flatMap((document): ManifestWorkload[] => {
    const workload = workloadSchema.safeParse(document).data;
    if (workload === undefined) return [];
    return [{ kind: workload.kind, ...workload.metadata }];
  });
  const ingresses = documents.flatMap((document): ListedIngress['ingress'][] => {
    const ingress = ingressSchema.safeParse(document).data;
    if (ingress === undefined) return [];
    const { name, namespace: own, annotations } = ingress.metadata;
    const routes = ingress.spec.rules.flatMap(({ http }) => http?.paths ?? []);
    return [{ name, namespace: own ?? namespace, annotations: annotations ?? {}, routes }];
  });
  return { workloads, ingresses };
}

/** The workloads of a release with their pods, the oldest first. */
export function releasePods(
  workloads: readonly ManifestWorkload[],
  records: ReadonlyMap<Pod, PodRecord>,
): ReleaseWorkload[] {
  return workloads.map((workload) => {
    const own = podsOf(workload, [...records.keys()]);
    own.sort((a, b) => a.metadata.creationTimestamp.localeCompare(b.metadata.creationTimestamp));
    const { kind, name } = workload;
    return { kind, name, namespaced: true, pods: own.map((pod) => summarize(pod, records.get(pod))) };
  });
}

export function podsOf({ kind, name, namespace }: ManifestWorkload, pods: readonly Pod[]): Pod[] {
  return pods.filter((pod) => pod.metadata.namespace === namespace && isOwn(pod, { kind, name }));
}

/** By its controller. A Deployment's is a ReplicaSet that has the pod's template hash at its end. */
function isOwn({ metadata }: Pod, { kind, name }: Pick<ManifestWorkload, 'kind' | 'name'>): boolean {
  const owner = metadata.ownerReferences.find(({ controller }) => controller === true);
  if (owner === undefined) return false;
  if (kind !== 'Deployment') return owner.kind === kind && owner.name === name;
  return owner.kind === 'ReplicaSet' && owner.name === `${name}-${metadata.labels['pod-template-hash'] ?? ''}`;
}

function summarize(pod: Pod, record: PodRecord = { log: '', warning: '' }): ReleasePod {
  const { phase, podIP } = pod.status;
  return {
    name: pod.metadata.name,
    createdAt: pod.metadata.creationTimestamp,
    // A node that does not answer: what ran there may still run.
    phase: phase === 'Unknown' ? 'Running' : phase,
    status: podStatus(pod),
    ready: podReadiness(pod),
    restarts: podRestarts(pod),
    message: podMessage(pod, record),
    ...(podIP === undefined ? {} : { address: podIP }),
  };
}
