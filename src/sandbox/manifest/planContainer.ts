import { EdkError } from '../../core/errors/edkError.ts';
import type { ConfigurationData } from './configurationData.ts';
import { planProbe } from './planProbe.ts';
import type { ContainerPlan, LimitsPlan } from './podPlan.ts';
import type { ContainerSpec, PodSpec } from './podSpecSchema.ts';
import { parseQuantity } from './quantity.ts';

export interface ContainerContext {
  readonly namespace: string;
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
    user: planUser(container, context),
    mounts: (container.volumeMounts ?? []).map((mount) => ({
      volume: mount.name,
      path: mount.mountPath,
      subPath: checkSubPath(mount.subPath ?? undefined),
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
  const { configuration } = context;
  const environment: Record<string, string> = {};
  for (const { configMapRef, secretRef } of container.envFrom ?? []) {
    if (configMapRef !== undefined) Object.assign(environment, configuration.configMap(configMapRef.name));
    if (secretRef !== undefined) Object.assign(environment, configuration.secret(secretRef.name));
  }
  for (const entry of container.env ?? []) {
    environment[entry.name] = expandVariables(entry.value ?? valueFrom(entry, context) ?? '', environment);
  }
  return environment;
}

function valueFrom(
  { valueFrom: source }: NonNullable<ContainerSpec['env']>[number],
  { configuration, namespace }: ContainerContext,
): string | undefined {
  if (source?.configMapKeyRef !== undefined) {
    return configuration.configMap(source.configMapKeyRef.name)[source.configMapKeyRef.key];
  }
  if (source?.secretKeyRef !== undefined)
    return configuration.secret(source.secretKeyRef.name)[source.secretKeyRef.key];
  return source?.fieldRef === undefined ? undefined : namespace;
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

function checkSubPath(subPath: string | undefined): string | undefined {
  if (subPath === undefined || subPath === '') return undefined;
  if (!subPath.startsWith('/') && !subPath.split('/').includes('..')) return subPath;
  throw new EdkError('platform.unsupported', `The subPath "${subPath}" of a volume mount leads out of its volume.`);
}
