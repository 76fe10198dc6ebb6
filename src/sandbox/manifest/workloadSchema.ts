import { z } from 'zod';
import { containerSchema } from './containerSchema.ts';
import { dnsLabel } from './kubernetesNames.ts';
import { fieldsNotModelled, withoutEffect, modelledIf, resourceMetadata } from './schemaParts.ts';
import { volumeSchema } from './volumeSchema.ts';

/** The part of Kubernetes' pod that the local platform models; strict as containers are. */

const securityContext = z.strictObject({
  runAsUser: z.number().int().nonnegative().nullish(),
  runAsGroup: z.number().int().nonnegative().nullish(),
  appArmorProfile: withoutEffect,
  fsGroup: withoutEffect,
  fsGroupChangePolicy: withoutEffect,
  runAsNonRoot: withoutEffect,
  seLinuxChangePolicy: withoutEffect,
  seLinuxOptions: withoutEffect,
  seccompProfile: withoutEffect,
  supplementalGroups: withoutEffect,
  supplementalGroupsPolicy: withoutEffect,
  windowsOptions: withoutEffect,
  ...fieldsNotModelled('sysctls'),
});

const isUnique = (named: readonly { readonly name: string }[]): boolean =>
  new Set(named.map(({ name }) => name)).size === named.length;

const podSpecSchema = z
  .strictObject({
    restartPolicy: z.enum(['Always', 'OnFailure', 'Never']).nullish(),
    initContainers: z.array(containerSchema).nullish(),
    containers: z.array(containerSchema).min(1),
    volumes: z.array(volumeSchema).refine(isUnique, 'two volumes have the same name').nullish(),
    terminationGracePeriodSeconds: z.number().int().nonnegative().nullish(),
    securityContext: securityContext.nullish(),
    affinity: withoutEffect,
    automountServiceAccountToken: withoutEffect,
    dnsPolicy: withoutEffect,
    enableServiceLinks: withoutEffect,
    hostNetwork: withoutEffect,
    hostUsers: withoutEffect,
    imagePullSecrets: withoutEffect,
    nodeName: withoutEffect,
    nodeSelector: withoutEffect,
    os: withoutEffect,
    overhead: withoutEffect,
    preemptionPolicy: withoutEffect,
    priority: withoutEffect,
    priorityClassName: withoutEffect,
    runtimeClassName: withoutEffect,
    schedulerName: withoutEffect,
    serviceAccount: withoutEffect,
    serviceAccountName: withoutEffect,
    tolerations: withoutEffect,
    topologySpreadConstraints: withoutEffect,
    ...fieldsNotModelled(
      'activeDeadlineSeconds',
      'dnsConfig',
      'ephemeralContainers',
      'hostAliases',
      'hostIPC',
      'hostPID',
      'hostname',
      'hostnameOverride',
      'readinessGates',
      'resourceClaims',
      'resources',
      'schedulingGates',
      'setHostnameAsFQDN',
      'shareProcessNamespace',
      'subdomain',
      'workloadRef',
    ),
  })
  .refine(
    ({ containers, initContainers }) => isUnique([...containers, ...(initContainers ?? [])]),
    'two containers have the same name',
  );

export type PodSpec = z.infer<typeof podSpecSchema>;

/** What keeps pods running, strict as pods are. */

const labels = z.record(z.string(), z.string());

const template = z.strictObject({
  metadata: z
    .strictObject({
      labels: labels.nullish(),
      annotations: z.record(z.string(), z.string()).nullish(),
      name: withoutEffect,
      namespace: withoutEffect,
      creationTimestamp: withoutEffect,
      finalizers: withoutEffect,
    })
    .nullish(),
  spec: podSpecSchema,
});

const one = modelledIf(z.number().int().nonnegative(), (number) => number === 1).nullish();
const off = modelledIf(z.boolean(), (value) => !value).nullish();

export const jobSchema = z.object({
  metadata: resourceMetadata,
  spec: z.strictObject({
    template: template.refine(
      ({ spec }) => spec.restartPolicy === 'Never' || spec.restartPolicy === 'OnFailure',
      'the restartPolicy of a Job must be OnFailure or Never',
    ),
    backoffLimit: z.number().int().nonnegative().nullish(),
    activeDeadlineSeconds: z.number().positive().nullish(),
    completions: one,
    parallelism: one,
    completionMode: withoutEffect,
    suspend: off,
    // A finished Job stays visible here.
    ttlSecondsAfterFinished: withoutEffect,
    podReplacementPolicy: withoutEffect,
    ...fieldsNotModelled(
      'backoffLimitPerIndex',
      'managedBy',
      'manualSelector',
      'maxFailedIndexes',
      'podFailurePolicy',
      'selector',
      'successPolicy',
    ),
  }),
});

/** Of Deployments, StatefulSets and DaemonSets: they start their pods again for ever. */
const serving = {
  template: template.refine(
    ({ spec }) => (spec.restartPolicy ?? 'Always') === 'Always',
    'the restartPolicy must be Always',
  ),
  selector: z.strictObject({ matchLabels: labels.nullish(), matchExpressions: z.array(z.unknown()).nullish() }),
  revisionHistoryLimit: withoutEffect,
  minReadySeconds: withoutEffect,
};

interface Serving {
  readonly selector: { readonly matchLabels?: Readonly<Record<string, string>> | null | undefined };
  readonly template: z.infer<typeof template>;
}

function selectsItsPods({ selector, template: { metadata } }: Serving): boolean {
  return Object.entries(selector.matchLabels ?? {}).every(([name, value]) => metadata?.labels?.[name] === value);
}
const selectorRule = 'the selector must match the labels of the template';

export const deploymentSchema = z.object({
  metadata: resourceMetadata,
  spec: z
    .strictObject({
      ...serving,
      replicas: z.number().int().nonnegative().nullish(),
      strategy: withoutEffect,
      progressDeadlineSeconds: withoutEffect,
      paused: off,
    })
    .refine(selectsItsPods, selectorRule),
});

const claimTemplate = z.object({ metadata: z.object({ name: dnsLabel }) });

export const statefulSetSchema = z.object({
  metadata: resourceMetadata,
  spec: z
    .strictObject({
      ...serving,
      replicas: z.number().int().nonnegative().nullish(),
      volumeClaimTemplates: z.array(claimTemplate).nullish(),
      ordinals: withoutEffect,
      persistentVolumeClaimRetentionPolicy: withoutEffect,
      podManagementPolicy: withoutEffect,
      serviceName: withoutEffect,
      updateStrategy: withoutEffect,
    })
    .refine(selectsItsPods, selectorRule),
});

export const daemonSetSchema = z.object({
  metadata: resourceMetadata,
  spec: z.strictObject({ ...serving, updateStrategy: withoutEffect }).refine(selectsItsPods, selectorRule),
});

export type PodTemplate = z.infer<typeof template>;
