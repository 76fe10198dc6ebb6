import { z } from 'zod';

/** The part of a pod, as `kubectl get pods -o json` prints it, that its columns are made of. */

const terminated = z.object({
  exitCode: z.number(),
  signal: z.number().optional(),
  reason: z.string().optional(),
  message: z.string().optional(),
});

const containerStatus = z.object({
  name: z.string(),
  ready: z.boolean().default(false),
  restartCount: z.number().default(0),
  started: z.boolean().optional(),
  state: z
    .object({
      waiting: z.object({ reason: z.string().optional(), message: z.string().optional() }).optional(),
      running: z.object({}).optional(),
      terminated: terminated.optional(),
    })
    .default({}),
  /** Before its last restart. */
  lastState: z.object({ terminated: terminated.optional() }).default({}),
});

const container = z.object({ name: z.string(), restartPolicy: z.string().optional() });

const podSchema = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string(),
    uid: z.string().default(''),
    creationTimestamp: z.string(),
    deletionTimestamp: z.string().optional(),
    labels: z.record(z.string(), z.string()).default({}),
    ownerReferences: z
      .array(z.object({ kind: z.string(), name: z.string(), controller: z.boolean().optional() }))
      .default([]),
  }),
  spec: z.object({ containers: z.array(container), initContainers: z.array(container).default([]) }),
  status: z
    .object({
      phase: z.enum(['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown']).default('Pending'),
      reason: z.string().optional(),
      message: z.string().optional(),
      podIP: z.string().optional(),
      conditions: z
        .array(
          z.object({
            type: z.string(),
            status: z.string(),
            reason: z.string().optional(),
            message: z.string().optional(),
          }),
        )
        .default([]),
      initContainerStatuses: z.array(containerStatus).default([]),
      containerStatuses: z.array(containerStatus).default([]),
    })
    .prefault({}),
});

export const podListSchema = z.object({ items: z.array(podSchema) });

const eventSchema = z.object({
  involvedObject: z.object({ uid: z.string().default('') }),
  message: z.string().default(''),
  lastTimestamp: z.string().nullish(),
  eventTime: z.string().nullish(),
});

/** What `kubectl get events -o json` prints. */
export const eventListSchema = z.object({ items: z.array(eventSchema) });

export type Pod = z.infer<typeof podSchema>;
export type PodContainerStatus = z.infer<typeof containerStatus>;
