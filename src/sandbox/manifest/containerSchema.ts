import { z } from 'zod';
import { dataKey, dnsLabel, dnsSubdomain, environmentName, portName, portNumber } from './kubernetesNames.ts';
import { choice, fieldsNotModelled, limitIssue, modelledIf, withoutEffect } from './schemaParts.ts';
import { volumeMountSchema } from './volumeSchema.ts';

/**
 * The part of a Kubernetes container that the local platform models. The objects are strict: a field that is not listed
 * here does not exist in Kubernetes, and one listed as not modelled is rejected, so that no chart seems to work only
 * because a field was ignored.
 */

const keyReference = z.strictObject({ name: dnsSubdomain, key: dataKey, optional: z.boolean().nullish() });
const nameReference = z.strictObject({ name: dnsSubdomain, optional: z.boolean().nullish() });

const fieldPath = modelledIf(
  z
    .string()
    .regex(
      /^(metadata\.(name|namespace|uid|(labels|annotations)\['[^']+'\])|spec\.(nodeName|serviceAccountName)|status\.(hostIPs?|podIPs?))$/,
      'is not a field of a pod',
    ),
  (path) => path === 'metadata.namespace' || path.startsWith('metadata.labels'),
);

const environmentEntry = z.strictObject({
  name: environmentName,
  value: z.string().nullish(),
  valueFrom: z
    .strictObject({
      configMapKeyRef: keyReference.optional(),
      secretKeyRef: keyReference.optional(),
      fieldRef: z.strictObject({ fieldPath, apiVersion: withoutEffect }).optional(),
      ...fieldsNotModelled('resourceFieldRef', 'fileKeyRef'),
    })
    .nullish(),
});

const environmentSource = z.strictObject({
  prefix: z.string().nullish(),
  configMapRef: nameReference.nullish(),
  secretRef: nameReference.nullish(),
});

const securityContext = z.strictObject({
  runAsUser: z.number().int().nonnegative().nullish(),
  runAsGroup: z.number().int().nonnegative().nullish(),
  privileged: modelledIf(z.boolean(), (privileged) => !privileged).nullish(),
  readOnlyRootFilesystem: z.boolean().nullish(),
  allowPrivilegeEscalation: withoutEffect,
  appArmorProfile: withoutEffect,
  capabilities: withoutEffect,
  procMount: withoutEffect,
  runAsNonRoot: withoutEffect,
  seLinuxOptions: withoutEffect,
  seccompProfile: withoutEffect,
  windowsOptions: withoutEffect,
});

const portReference = z.union([portNumber, portName]);
const seconds = z.number().nonnegative().nullish();
const count = z.number().int().positive().nullish();

const probeSchema = z.strictObject({
  httpGet: z
    .strictObject({
      port: portReference,
      path: z.string().nullish(),
      scheme: choice(['HTTP'], ['HTTPS']).nullish(),
      httpHeaders: z.array(z.strictObject({ name: z.string(), value: z.string() })).nullish(),
      ...fieldsNotModelled('host'),
    })
    .optional(),
  tcpSocket: z.strictObject({ port: portReference, ...fieldsNotModelled('host') }).optional(),
  exec: z.strictObject({ command: z.array(z.string()).min(1) }).optional(),
  initialDelaySeconds: seconds,
  periodSeconds: seconds,
  timeoutSeconds: seconds,
  failureThreshold: count,
  successThreshold: count,
  terminationGracePeriodSeconds: withoutEffect,
  ...fieldsNotModelled('grpc'),
});

const quantity = z
  .union([z.string(), z.number()])
  .refine((text) => parseQuantity(text) !== undefined, 'is not a quantity such as 500m or 64Mi');

/** Any other than these, such as a GPU, is a thing that this machine may not have. */
const modelledResources: ReadonlySet<string> = new Set(['cpu', 'memory', 'ephemeral-storage']);
const resourceList = z
  .record(
    z
      .string()
      .regex(/^(cpu|memory|ephemeral-storage|hugepages-\w+|[-.a-z0-9]+\/[-._a-zA-Z0-9]+)$/, 'is not a resource'),
    quantity,
  )
  .superRefine((list, context) => {
    for (const [name, amount] of Object.entries(list)) {
      if (modelledResources.has(name) || parseQuantity(amount) === 0) continue;
      context.addIssue({ ...limitIssue, path: [name] });
    }
  });

const containerPort = z.strictObject({
  containerPort: portNumber,
  name: portName.nullish(),
  protocol: z.enum(['TCP', 'UDP', 'SCTP']).nullish(),
  hostIP: withoutEffect,
  ...fieldsNotModelled('hostPort'),
});

export const containerSchema = z.strictObject({
  name: dnsLabel,
  image: z
    .string()
    .min(1)
    .refine((image) => image.trim() === image, 'must not begin or end with a space'),
  imagePullPolicy: z.enum(['Always', 'IfNotPresent', 'Never']).nullish(),
  command: z.array(z.string()).nullish(),
  args: z.array(z.string()).nullish(),
  env: z.array(environmentEntry).nullish(),
  envFrom: z.array(environmentSource).nullish(),
  workingDir: z.string().nullish(),
  volumeMounts: z
    .array(volumeMountSchema)
    .refine(
      (mounts) => new Set(mounts.map(({ mountPath }) => mountPath)).size === mounts.length,
      'mounts two volumes at one path',
    )
    .nullish(),
  securityContext: securityContext.nullish(),
  resources: z
    .strictObject({
      limits: resourceList.nullish(),
      requests: resourceList.nullish(),
      ...fieldsNotModelled('claims'),
    })
    .nullish(),
  ports: z.array(containerPort).nullish(),
  startupProbe: probeSchema.nullish(),
  readinessProbe: probeSchema.nullish(),
  livenessProbe: probeSchema.nullish(),
  terminationMessagePath: withoutEffect,
  terminationMessagePolicy: withoutEffect,
  ...fieldsNotModelled(
    'lifecycle',
    'resizePolicy',
    'restartPolicy',
    'restartPolicyRules',
    'stdin',
    'stdinOnce',
    'tty',
    'volumeDevices',
  ),
});

export type ContainerSpec = z.infer<typeof containerSchema>;
export type ProbeSpec = z.infer<typeof probeSchema>;

const factors: Readonly<Record<string, number>> = {
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** A quantity of Kubernetes, such as `500m`, `64Mi`, `1.5` or `2e9`, as a number; undefined when it is none. */
export function parseQuantity(quantity: string | number): number | undefined {
  const match = /^(\d+(?:\.\d*)?|\.\d+)(?:([eE][+-]?\d+)|([a-zA-Z]+))?$/.exec(String(quantity));
  if (match === null) return undefined;
  const [, digits, exponent, suffix] = match;
  const factor = suffix === undefined ? 1 : factors[suffix];
  return factor === undefined ? undefined : Number(`${digits ?? ''}${exponent ?? ''}`) * factor;
}
