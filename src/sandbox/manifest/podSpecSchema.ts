import { z } from 'zod';
import { containerSchema } from './containerSchema.ts';
import { fieldsNotModelled, withoutEffect } from './schemaParts.ts';
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

export const podSpecSchema = z
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
