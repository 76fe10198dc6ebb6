import { isMap } from '../yaml/loadYaml.ts';

type Content = Readonly<Record<string, unknown>>;

/** A rendered resource that runs pods. */
export interface Workload {
  readonly kind: string;
  readonly name: string;
  /** Whether the platform lists its pods. */
  readonly listed: boolean;
  /** Whether Kubernetes asks each of its containers how it is, so that "ready" means more than "started". */
  readonly probed: boolean;
}

/** Kinds of workloads whose pods the platform lists; source: Kaapana 0.6 on Kubernetes 1.34. */
export const listedKinds: ReadonlySet<string> = new Set(['Deployment', 'Job']);

const otherKinds = new Set(['StatefulSet', 'DaemonSet', 'CronJob', 'ReplicaSet', 'ReplicationController', 'Pod']);

/** Helm keeps hooks out of the manifest of a release, where the platform looks for pods. */
export function isHook({ metadata }: Content): boolean {
  return isMap(metadata) && isMap(metadata['annotations']) && 'helm.sh/hook' in metadata['annotations'];
}

/** A rendered resource that Helm runs at a certain moment. */
export interface Hook {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  /** E.g. `pre-install`. */
  readonly events: readonly string[];
}

/** @param namespace of the release, where what names none lies */
export function findHooks(manifests: readonly { readonly content: unknown }[], namespace: string): Hook[] {
  return manifests.flatMap(({ content }) => {
    if (!isMap(content) || !isHook(content) || !isMap(content['metadata'])) return [];
    const { kind, metadata } = content;
    const annotations = isMap(metadata['annotations']) ? metadata['annotations'] : {};
    const events = textOf(annotations['helm.sh/hook']).split(',');
    return [
      {
        kind: textOf(kind),
        name: textOf(metadata['name']),
        namespace: textOf(metadata['namespace']) || namespace,
        events: events.map((event) => event.trim()),
      },
    ];
  });
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** What was asked to run no pod at all. */
export function hasNoReplicas({ spec }: Content): boolean {
  return isMap(spec) && spec['replicas'] === 0;
}

/** What a chart runs once it is installed, in the order rendered; hooks are over by then. */
export function findWorkloads(manifests: readonly { readonly content: unknown }[]): Workload[] {
  return manifests.flatMap(({ content }) => (isMap(content) ? workloadsOf(content) : []));
}

function workloadsOf(content: Content): Workload[] {
  const { kind, metadata, items } = content;
  if (typeof kind !== 'string' || isHook(content)) return [];
  if (kind.endsWith('List') && Array.isArray(items))
    return items.flatMap((item: unknown) => findWorkloads([{ content: item }]));
  if (!listedKinds.has(kind) && !otherKinds.has(kind)) return [];
  const { name, namespace } = isMap(metadata) ? metadata : {};
  const listed = listedKinds.has(kind) && !hasNoReplicas(content) && textOf(namespace) !== '';
  return [{ kind, name: textOf(name), listed, probed: isProbed(content) }];
}

function isProbed({ spec }: Content): boolean {
  const template = isMap(spec) && isMap(spec['template']) ? spec['template']['spec'] : undefined;
  const containers: unknown = isMap(template) ? template['containers'] : undefined;
  const isAsked = (container: unknown) =>
    isMap(container) && (isMap(container['readinessProbe']) || isMap(container['livenessProbe']));
  return Array.isArray(containers) && containers.every(isAsked);
}
