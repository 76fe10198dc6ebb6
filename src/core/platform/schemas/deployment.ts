import { z } from 'zod';

const column = z.array(z.string()).nullish();

/** What `kubectl get pods` shows of a release, column by column. */
const kubeInfoSchema = z.object({
  name: column,
  ready: column,
  status: column,
  restarts: column,
  age: column,
  annotations: z.unknown().optional(),
  /** Only the local platform says why a pod is in its state. */
  message: z.array(z.string().nullable()).nullish(),
});

/** A line of `helm ls`. */
const helmInfoSchema = z.object({
  name: z.string().nullish(),
  namespace: z.string().nullish(),
  /** Chart and version, joined with a dash. */
  chart: z.string().nullish(),
  app_version: z.string().nullish(),
  revision: z.union([z.string(), z.number()]).nullish(),
  status: z.string().nullish(),
  /** Why it is in its status; only the local platform says so. */
  description: z.string().nullish(),
  /** The server's time with its zone, e.g. `2026-11-22 08:48:50.018375601 +0000 UTC`. */
  updated: z.string().nullish(),
});

/** A release of one version of a chart, inside an entry of /extensions. */
export const deploymentSchema = z.object({
  /** The release's name. */
  deployment_id: z.string(),
  helm_status: z.string().nullish(),
  helm_info: helmInfoSchema.nullish(),
  /** Lower-case statuses of the pods; `unknown` or empty text when the platform did not look. */
  kube_status: z.union([z.array(z.string()), z.string()]).nullish(),
  kube_info: kubeInfoSchema.nullish(),
  links: z.array(z.string()).nullish(),
  /** True also when there is no pod at all: never a proof that something runs. */
  ready: z.boolean().nullish(),
});

export type Deployment = z.output<typeof deploymentSchema>;
