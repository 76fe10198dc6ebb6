import { EdkError } from '../../core/errors/edkError.ts';
import type { ConfigurationData } from './configurationData.ts';
import { type ContainerSpec, parseQuantity, type ProbeSpec } from './containerSchema.ts';
import type { ContainerPlan, LimitsPlan, ProbeCheck, ProbePlan } from './podPlan.ts';
import type { PodSpec } from './workloadSchema.ts';

interface ContainerContext {
  readonly namespace: string;
  /** Of the pod. */
  readonly labels: Readonly<Record<string, string>>;
  readonly podSecurity: PodSpec['securityContext'];
  readonly configuration: ConfigurationData;
}

export function planContainer(container: ContainerSpec, context: ContainerContext): ContainerPlan {
  const environment = planEnvironment(container, context);
  const expand = (text: string) => expandVariables(text, environment);
  return {
    name: container.name,
    image: container.image,
    pullPolicy: container.imagePullPolicy ?? defaultPullPolicy(container.image),
    command: container.command?.map(expand),
    arguments: container.args?.map(expand),
    environment,
    workingFolder: container.workingDir ?? undefined,
    readOnlyRoot: container.securityContext?.readOnlyRootFilesystem ?? false,
    user: planUser(container, context),
    mounts: (container.volumeMounts ?? []).map((mount) => ({
      volume: mount.name,
      path: mount.mountPath,
      subPath: mount.subPath === '' ? undefined : (mount.subPath ?? undefined),
      readOnly: mount.readOnly ?? false,
    })),
    ports: (container.ports ?? []).map(({ name, containerPort }) => ({ name: name ?? undefined, port: containerPort })),
    limits: planLimits(container),
    probes: {
      startup: planProbe(container.startupProbe, container),
      readiness: planProbe(container.readinessProbe, container),
      liveness: planProbe(container.livenessProbe, container),
    },
  };
}

function planLimits({ resources }: ContainerSpec): LimitsPlan {
  const { memory, cpu } = resources?.limits ?? {};
  return {
    memoryBytes: memory === undefined ? undefined : parseQuantity(memory),
    processors: cpu === undefined ? undefined : parseQuantity(cpu),
  };
}

/** Kubernetes pulls `latest` each time and every other tag once. */
function defaultPullPolicy(image: string): 'Always' | 'IfNotPresent' {
  if (image.includes('@')) return 'IfNotPresent';
  const tag = /:([^:/]+)$/.exec(image)?.[1] ?? 'latest';
  return tag === 'latest' ? 'Always' : 'IfNotPresent';
}

function planEnvironment(container: ContainerSpec, context: ContainerContext): Record<string, string> {
  const { configuration, namespace } = context;
  const environment: Record<string, string> = {};
  for (const { prefix, configMapRef, secretRef } of container.envFrom ?? []) {
    const all = [
      configMapRef ? configuration.entries({ kind: 'ConfigMap', namespace, ...configMapRef }) : undefined,
      secretRef ? configuration.entries({ kind: 'Secret', namespace, ...secretRef }) : undefined,
    ];
    for (const [key, content] of all.flatMap((entries) => Object.entries(entries ?? {}))) {
      environment[`${prefix ?? ''}${key}`] = content.toString();
    }
  }
  for (const entry of container.env ?? []) {
    const value = entry.valueFrom
      ? valueFrom(entry.valueFrom, context)
      : expandVariables(entry.value ?? '', environment);
    if (value !== undefined) environment[entry.name] = value;
  }
  return environment;
}

type ValueSource = NonNullable<NonNullable<ContainerSpec['env']>[number]['valueFrom']>;

/** Undefined for what is missing and optional: such a variable is not set. */
function valueFrom(
  { configMapKeyRef, secretKeyRef, fieldRef }: ValueSource,
  { configuration, namespace, labels }: ContainerContext,
): string | undefined {
  if (configMapKeyRef !== undefined) {
    return configuration.entry({ kind: 'ConfigMap', namespace, ...configMapKeyRef }, configMapKeyRef.key)?.toString();
  }
  if (secretKeyRef !== undefined) {
    return configuration.entry({ kind: 'Secret', namespace, ...secretKeyRef }, secretKeyRef.key)?.toString();
  }
  const label = /^metadata\.labels\['([^']+)'\]$/.exec(fieldRef?.fieldPath ?? '')?.[1];
  return label === undefined ? namespace : (labels[label] ?? '');
}

/** `$(NAME)` as Kubernetes fills it in: unknown names stay, `$$(` escapes. */
function expandVariables(text: string, environment: Readonly<Record<string, string>>): string {
  return text.replace(/(\$?)\$\(([^()]+)\)/g, (whole: string, escape: string, name: string) =>
    escape === '$' ? `$(${name})` : (environment[name] ?? whole),
  );
}

function planUser({ securityContext }: ContainerSpec, { podSecurity }: ContainerContext): string | undefined {
  const user = securityContext?.runAsUser ?? podSecurity?.runAsUser;
  const group = securityContext?.runAsGroup ?? podSecurity?.runAsGroup;
  if (user === undefined || user === null) return undefined;
  return group === undefined || group === null ? String(user) : `${user}:${group}`;
}

/** A probe with Kubernetes' defaults. @throws EdkError `chart.invalid` for one without a check. */
function planProbe(probe: ProbeSpec | null | undefined, container: ContainerSpec): ProbePlan | undefined {
  if (probe === null || probe === undefined) return undefined;
  return {
    check: planCheck(probe, container),
    initialDelaySeconds: probe.initialDelaySeconds ?? 0,
    periodSeconds: probe.periodSeconds ?? 10,
    timeoutSeconds: probe.timeoutSeconds ?? 1,
    failureThreshold: probe.failureThreshold ?? 3,
    successThreshold: probe.successThreshold ?? 1,
  };
}

function planCheck({ httpGet, tcpSocket, exec }: ProbeSpec, container: ContainerSpec): ProbeCheck {
  if (httpGet !== undefined) {
    const headers = Object.fromEntries((httpGet.httpHeaders ?? []).map(({ name, value }) => [name, value]));
    const path = httpGet.path ?? '/';
    return {
      kind: 'http',
      port: portOf(httpGet.port, container),
      path: path.startsWith('/') ? path : `/${path}`,
      headers,
    };
  }
  if (tcpSocket !== undefined) return { kind: 'tcp', port: portOf(tcpSocket.port, container) };
  if (exec !== undefined) return { kind: 'exec', command: exec.command };
  throw new EdkError('chart.invalid', `A probe of the container "${container.name}" has no check.`);
}

function portOf(port: number | string, { name, ports }: ContainerSpec): number {
  if (typeof port === 'number') return port;
  const found = (ports ?? []).find((entry) => entry.name === port);
  if (found !== undefined) return found.containerPort;
  throw new EdkError(
    'chart.invalid',
    `A probe of the container "${name}" uses the port "${port}", which the container does not have.`,
  );
}
