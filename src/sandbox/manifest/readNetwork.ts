import { EdkError } from '../../core/errors/edkError.ts';
import {
  ingressSchema,
  middlewareSchema,
  serviceSchema,
  type IngressResource,
  type MiddlewareResource,
  type ServiceResource,
} from './networkSchema.ts';
import type { IngressPlan, IngressRoute, MiddlewarePlan, NodePortPlan, Workload } from './podPlan.ts';
import type { Resource } from './resourceSchema.ts';
import { notModelledError, parseResource } from './schemaParts.ts';

/** The Services, Ingresses and Middlewares of a release. */
export interface ReleaseNetwork {
  readonly hasServices: boolean;
  /** The names under which pods with these labels are called, as Kubernetes' DNS has them. */
  namesOf(pod: PodIdentity): string[];
  /** @throws EdkError `chart.invalid` for an Ingress that leads to what the release does not bring. */
  ingresses(workloads: readonly Workload[]): IngressPlan[];
  /** Those that the Services choose themselves; UDP and SCTP are not modelled. */
  nodePorts(workloads: readonly Workload[]): NodePortPlan[];
}

interface PodIdentity {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A resource with the namespace in which it lies. */
interface Placed<T> {
  readonly namespace: string;
  readonly resource: T;
}

/** @throws EdkError `platform.unsupported` for fields that are not modelled, `chart.invalid` for wrong ones. */
export function readNetwork(resources: readonly Resource[], releaseNamespace: string): ReleaseNetwork {
  const ofKind = <T>(kind: string, read: (resource: Resource) => T): Placed<T>[] =>
    resources
      .filter((resource) => resource.kind === kind)
      .map((resource) => ({
        namespace: resource.metadata.namespace ?? releaseNamespace,
        resource: read(resource),
      }));
  const services = ofKind('Service', (resource) => parseResource(serviceSchema, resource));
  const ingresses = ofKind('Ingress', (resource) => parseResource(ingressSchema, resource));
  const middlewares = ofKind('Middleware', (resource) => parseResource(middlewareSchema, resource));
  return {
    hasServices: services.length > 0,
    namesOf: (pod) =>
      services
        .filter((service) => selects(service, pod))
        .flatMap(({ resource, namespace }) => dnsNames(resource.metadata.name, namespace)),
    nodePorts: (workloads) => services.flatMap((service) => planNodePorts(service, workloads)),
    ingresses: (workloads) => ingresses.map((ingress) => planIngress(ingress, { services, workloads, middlewares })),
  };
}

function selects({ namespace, resource }: Placed<ServiceResource>, pod: PodIdentity): boolean {
  const selector = Object.entries(resource.spec.selector ?? {});
  return (
    namespace === pod.namespace &&
    selector.length > 0 &&
    selector.every(([label, value]) => pod.labels[label] === value)
  );
}

function dnsNames(service: string, namespace: string): string[] {
  const name = `${service}.${namespace}`;
  return [service, name, `${name}.svc`, `${name}.svc.cluster.local`];
}

interface Surroundings {
  readonly services: readonly Placed<ServiceResource>[];
  readonly workloads: readonly Workload[];
  readonly middlewares: readonly Placed<MiddlewareResource>[];
}

function planNodePorts(service: Placed<ServiceResource>, workloads: readonly Workload[]): NodePortPlan[] {
  const { type, ports } = service.resource.spec;
  if (type !== 'NodePort' && type !== 'LoadBalancer') return [];
  const selected = selectedWorkloads(service, workloads);
  return (ports ?? []).flatMap(({ nodePort, targetPort, port, protocol }): NodePortPlan[] => {
    const [first] = selected;
    const target = targetPort ?? port;
    const podPort = typeof target === 'number' || first === undefined ? target : portNamed(target, first);
    if (!nodePort || typeof podPort !== 'number' || (protocol ?? 'TCP') !== 'TCP') return [];
    const names = selected.map(({ name }) => name);
    return [{ service: service.resource.metadata.name, nodePort, workloads: names, port: podPort }];
  });
}

function selectedWorkloads(service: Placed<ServiceResource>, workloads: readonly Workload[]): Workload[] {
  return workloads.filter(({ kind, pod }) => kind !== 'Job' && selects(service, pod));
}

function planIngress({ resource, namespace }: Placed<IngressResource>, all: Surroundings): IngressPlan {
  const { name } = resource.metadata;
  const annotations = resource.metadata.annotations ?? {};
  const middlewares = middlewareNames(annotations).flatMap((wanted) => findMiddleware(wanted, name, all.middlewares));
  const paths = resource.spec.rules.flatMap(({ http }) => http.paths);
  const routes = paths.map(({ path, pathType, backend }): IngressRoute => {
    const match = pathType === 'Exact' ? 'exact' : 'prefix';
    return { path, match, middlewares, ...findBackend(backend.service, { ingress: name, namespace }, all) };
  });
  return { name, namespace, annotations, routes };
}

function findBackend(
  wanted: IngressResource['spec']['rules'][number]['http']['paths'][number]['backend']['service'],
  { ingress, namespace }: { readonly ingress: string; readonly namespace: string },
  { services, workloads }: Surroundings,
): Pick<IngressRoute, 'workloads' | 'port'> {
  const service = services.find((one) => one.namespace === namespace && one.resource.metadata.name === wanted.name);
  const refuse = (what: string): never => {
    throw new EdkError('chart.invalid', `Ingress "${ingress}" refers to ${what}, which the chart does not contain.`);
  };
  if (service === undefined) {
    const what = `the Service "${wanted.name}" in ${namespace}`;
    throw notModelledError(`Ingress "${ingress}" refers to ${what}, which the chart does not contain`);
  }
  const selected = selectedWorkloads(service, workloads);
  const [first] = selected;
  if (first === undefined) return refuse(`pods with the labels that the Service "${wanted.name}" selects`);
  const entry = (service.resource.spec.ports ?? []).find(({ name, port }) =>
    'number' in wanted.port ? port === wanted.port.number : name === wanted.port.name,
  );
  if (entry === undefined) {
    const port = 'number' in wanted.port ? wanted.port.number : wanted.port.name;
    return refuse(`the port ${port} of the Service "${wanted.name}"`);
  }
  const target = entry.targetPort ?? entry.port;
  const port = typeof target === 'number' ? target : portNamed(target, first);
  if (port === undefined) return refuse(`the port "${target}" of the containers of "${first.name}"`);
  return { workloads: selected.map(({ name }) => name), port };
}

function portNamed(name: string, { pod }: Workload): number | undefined {
  return pod.containers.flatMap(({ ports }) => ports).find((port) => port.name === name)?.port;
}

/** Traefik's annotation: `<namespace>-<name>@kubernetescrd`, several with commas. */
function middlewareNames(annotations: Readonly<Record<string, string>>): string[] {
  return (annotations['traefik.ingress.kubernetes.io/router.middlewares'] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** None for one without effect here; the members of a chain in their order. */
function findMiddleware(
  wanted: string,
  ingress: string,
  middlewares: readonly Placed<MiddlewareResource>[],
): MiddlewarePlan[] {
  let left = mostMiddlewares;
  const find = (name: string, within: readonly string[]): MiddlewarePlan[] => {
    const found = middlewares.find(
      ({ namespace, resource }) => `${namespace}-${resource.metadata.name}@kubernetescrd` === name,
    );
    if (found === undefined) {
      throw notModelledError(`Ingress "${ingress}" uses the Middleware "${name}", which the chart does not contain`);
    }
    if (within.includes(name)) {
      throw new EdkError('chart.invalid', `The Middleware "${found.resource.metadata.name}" is in its own chain.`);
    }
    if (left-- === 0) throw notModelledError(`More than ${mostMiddlewares} Middlewares of the Ingress "${ingress}"`);
    const { chain, ...spec } = found.resource.spec;
    if (chain === undefined) return planMiddleware(spec);
    return chain.middlewares.flatMap((member) =>
      find(`${member.namespace ?? found.namespace}-${member.name}@kubernetescrd`, [...within, name]),
    );
  };
  return find(wanted, []);
}

/** Chains of chains grow without end. */
const mostMiddlewares = 100;

function planMiddleware(spec: Omit<MiddlewareResource['spec'], 'chain'>): MiddlewarePlan[] {
  const { stripPrefix, addPrefix, replacePath, redirectRegex } = spec;
  if (stripPrefix !== undefined) return [{ kind: 'stripPrefix', prefixes: stripPrefix.prefixes }];
  if (addPrefix !== undefined) return [{ kind: 'addPrefix', prefix: addPrefix.prefix }];
  if (replacePath !== undefined) return [{ kind: 'replacePath', path: replacePath.path }];
  if (redirectRegex === undefined) return [];
  const { regex, replacement, permanent } = redirectRegex;
  return [{ kind: 'redirectRegex', regex, replacement, permanent: permanent ?? false }];
}
