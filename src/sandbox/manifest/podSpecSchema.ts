import { z } from 'zod';

/**
 * The part of Kubernetes' pod that the local platform models. The objects are strict: a field that is not named here
 * is refused, so that no chart seems to work because something in it was overlooked.
 */

/** Fields that change nothing on a single machine without accounts, quotas and a scheduler. */
const withoutEffect = z.unknown().optional();

const keyReference = z.object({ name: z.string(), key: z.string(), optional: z.boolean().nullish() });
const nameReference = z.object({ name: z.string(), optional: z.boolean().nullish() });

const environmentEntry = z.strictObject({
  name: z.string(),
  value: z.string().nullish(),
  valueFrom: z
    .strictObject({
      configMapKeyRef: keyReference.optional(),
      secretKeyRef: keyReference.optional(),
      fieldRef: z.object({ fieldPath: z.enum(['metadata.namespace']) }).optional(),
    })
    .nullish(),
});

const containerSecurity = z.strictObject({
  runAsUser: z.number().int().nullish(),
  runAsGroup: z.number().int().nullish(),
  privileged: z.literal(false).nullish(),
  allowPrivilegeEscalation: withoutEffect,
  capabilities: withoutEffect,
  readOnlyRootFilesystem: z.literal(false).nullish(),
  runAsNonRoot: withoutEffect,
  seccompProfile: withoutEffect,
});

const containerSchema = z.strictObject({
  name: z.string(),
  image: z.string().min(1),
  imagePullPolicy: z.enum(['Always', 'IfNotPresent', 'Never']).nullish(),
  command: z.array(z.string()).nullish(),
  args: z.array(z.string()).nullish(),
  env: z.array(environmentEntry).nullish(),
  envFrom: z
    .array(z.strictObject({ configMapRef: nameReference.optional(), secretRef: nameReference.optional() }))
    .nullish(),
  workingDir: z.string().nullish(),
  volumeMounts: z
    .array(
      z.strictObject({
        name: z.string(),
        mountPath: z.string().startsWith('/'),
        subPath: z.string().nullish(),
        readOnly: z.boolean().nullish(),
      }),
    )
    .nullish(),
  securityContext: containerSecurity.nullish(),
  resources: withoutEffect,
  ports: withoutEffect,
  terminationMessagePath: withoutEffect,
  terminationMessagePolicy: withoutEffect,
});

const volumeSchema = z.strictObject({
  name: z.string(),
  persistentVolumeClaim: z.strictObject({ claimName: z.string(), readOnly: z.boolean().nullish() }).optional(),
  emptyDir: z.unknown().optional(),
  configMap: z.strictObject({ name: z.string(), defaultMode: withoutEffect }).optional(),
  secret: z.strictObject({ secretName: z.string(), defaultMode: withoutEffect }).optional(),
});

const podSpecSchema = z.strictObject({
  restartPolicy: z.enum(['Always', 'OnFailure', 'Never']).nullish(),
  initContainers: z.array(containerSchema).nullish(),
  containers: z.array(containerSchema).min(1),
  volumes: z.array(volumeSchema).nullish(),
  terminationGracePeriodSeconds: z.number().nullish(),
  securityContext: z
    .strictObject({
      runAsUser: z.number().int().nullish(),
      runAsGroup: z.number().int().nullish(),
      fsGroup: withoutEffect,
      runAsNonRoot: withoutEffect,
      seccompProfile: withoutEffect,
    })
    .nullish(),
  affinity: withoutEffect,
  automountServiceAccountToken: withoutEffect,
  dnsPolicy: withoutEffect,
  enableServiceLinks: withoutEffect,
  hostNetwork: withoutEffect,
  imagePullSecrets: withoutEffect,
  nodeSelector: withoutEffect,
  priorityClassName: withoutEffect,
  schedulerName: withoutEffect,
  serviceAccount: withoutEffect,
  serviceAccountName: withoutEffect,
  tolerations: withoutEffect,
});

const template = z.strictObject({ metadata: withoutEffect, spec: podSpecSchema });
const metadata = z.object({ name: z.string().min(1), namespace: z.string().nullish() });

export const jobSchema = z.object({
  metadata,
  spec: z.strictObject({
    template,
    backoffLimit: z.number().int().nonnegative().nullish(),
    activeDeadlineSeconds: z.number().positive().nullish(),
    completions: z.literal(1).nullish(),
    parallelism: z.literal(1).nullish(),
    // A finished Job stays visible here.
    ttlSecondsAfterFinished: withoutEffect,
  }),
});

export const deploymentSchema = z.object({
  metadata,
  spec: z.strictObject({
    template,
    replicas: z.number().int().nonnegative().nullish(),
    selector: withoutEffect,
    strategy: withoutEffect,
    revisionHistoryLimit: withoutEffect,
    progressDeadlineSeconds: withoutEffect,
    minReadySeconds: withoutEffect,
  }),
});

export type PodSpec = z.infer<typeof podSpecSchema>;
export type ContainerSpec = z.infer<typeof containerSchema>;
export type VolumeSpec = z.infer<typeof volumeSchema>;
