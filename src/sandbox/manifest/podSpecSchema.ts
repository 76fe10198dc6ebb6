import { z } from 'zod';
import { parseQuantity } from './quantity.ts';
import { resourceMetadata, withoutEffect } from './schemaParts.ts';

/**
 * The part of Kubernetes' pod that the local platform models. The objects are strict: a field that is not named here
 * is refused, so that no chart seems to work because something in it was overlooked.
 */

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

const portReference = z.union([z.number().int().positive(), z.string().min(1)]);
const seconds = z.number().nonnegative().nullish();
const count = z.number().int().positive().nullish();

const probeSchema = z.strictObject({
  httpGet: z
    .strictObject({
      port: portReference,
      path: z.string().nullish(),
      scheme: z.literal('HTTP').nullish(),
      httpHeaders: z.array(z.strictObject({ name: z.string(), value: z.string() })).nullish(),
    })
    .optional(),
  tcpSocket: z.strictObject({ port: portReference }).optional(),
  exec: z.strictObject({ command: z.array(z.string()).min(1) }).optional(),
  initialDelaySeconds: seconds,
  periodSeconds: seconds,
  timeoutSeconds: seconds,
  failureThreshold: count,
  successThreshold: count,
  terminationGracePeriodSeconds: withoutEffect,
});

const quantity = z
  .union([z.string(), z.number()])
  .refine((text) => parseQuantity(text) !== undefined, 'is no quantity such as 500m or 64Mi');
/** Any other, such as a GPU, is a thing that this machine may not have. */
const resourceList = z.strictObject({
  cpu: quantity.optional(),
  memory: quantity.optional(),
  'ephemeral-storage': withoutEffect,
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
  resources: z.strictObject({ limits: resourceList.nullish(), requests: resourceList.nullish() }).nullish(),
  ports: z
    .array(
      z.strictObject({
        containerPort: z.number().int().positive(),
        name: z.string().nullish(),
        protocol: z.literal('TCP').nullish(),
      }),
    )
    .nullish(),
  startupProbe: probeSchema.nullish(),
  readinessProbe: probeSchema.nullish(),
  livenessProbe: probeSchema.nullish(),
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

const template = z.strictObject({
  metadata: z
    .strictObject({
      labels: z.record(z.string(), z.string()).nullish(),
      annotations: withoutEffect,
      name: withoutEffect,
      namespace: withoutEffect,
      creationTimestamp: withoutEffect,
    })
    .nullish(),
  spec: podSpecSchema,
});

export const jobSchema = z.object({
  metadata: resourceMetadata,
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
  metadata: resourceMetadata,
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

export type PodTemplate = z.infer<typeof template>;
export type PodSpec = z.infer<typeof podSpecSchema>;
export type ContainerSpec = z.infer<typeof containerSchema>;
export type ProbeSpec = z.infer<typeof probeSchema>;
export type VolumeSpec = z.infer<typeof volumeSchema>;
