import { z } from 'zod';
import { describeProblems } from '../readAnswer.ts';

const column = z.array(z.string()).nullish();

/** The columns of `kubectl get pods` for a release. */
const kubeInfoSchema = z.object({
  name: column,
  ready: column,
  status: column,
  restarts: column,
  age: column,
  annotations: z.unknown().optional(),
  /** Reason for the pod's state; only the local platform reports it. */
  message: z.array(z.string().nullable()).nullish(),
});

/** A line of `helm ls`. */
const helmInfoSchema = z.object({
  name: z.string().nullish(),
  namespace: z.string().nullish(),
  /** Chart and version, joined by a dash. */
  chart: z.string().nullish(),
  app_version: z.string().nullish(),
  revision: z.union([z.string(), z.number()]).nullish(),
  status: z.string().nullish(),
  /** Reason for its status; only the local platform reports it. */
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
  /** Lower-case statuses of the pods; `unknown` or empty if the platform did not look. */
  kube_status: z.union([z.array(z.string()), z.string()]).nullish(),
  kube_info: kubeInfoSchema.nullish(),
  links: z.array(z.string()).nullish(),
  /** Also true without any pod, so it does not prove that anything is running. */
  ready: z.boolean().nullish(),
});

export type Deployment = z.output<typeof deploymentSchema>;

const simple = z.union([z.string(), z.number(), z.boolean()]);
const simpleOrList = z.union([simple, z.array(simple)]).nullish();

/** A parameter of an extension. Charts may use types of their own; unknown ones are shown as text. */
const extensionParameterSchema = z.object({
  type: z.string().nullish(),
  definition: z.string().nullish(),
  default: simpleOrList,
  /** The choices of a list, otherwise the value. */
  value: simpleOrList,
  required: z.boolean().nullish(),
  help: z.string().nullish(),
  title: z.string().nullish(),
  html: z.string().nullish(),
});

const yesNo = z.enum(['yes', 'no']).nullish();

/** An element of /extensions and /platforms. Older platforms omit the nullish fields or set them to null. */
export const extensionEntrySchema = z.object({
  chart_name: z.string().min(1),
  name: z.string().nullish(),
  releaseName: z.string().nullish(),
  display_name: z.string().nullish(),
  description: z.string().nullish(),
  kind: z.string(),
  keywords: z.array(z.string()).nullish(),
  experimental: yesNo,
  multiinstallable: yesNo,
  resourceRequirement: z.string().nullish(),
  annotations: z.record(z.string(), z.unknown()).nullish(),
  extension_params: z.record(z.string(), extensionParameterSchema).nullish(),
  version: z.string().nullish(),
  latest_version: z.string().nullish(),
  versions: z.array(z.string()).nullish(),
  /** The version with deployments is the installed one. */
  available_versions: z.record(z.string(), z.object({ deployments: z.array(deploymentSchema).nullish() })),
  installed: yesNo,
  helmStatus: z.string().nullish(),
  kubeStatus: z.union([z.array(z.string()), z.string()]).nullish(),
  successful: z.string().nullish(),
  links: z.array(z.string()).nullish(),
});

export type ExtensionEntry = z.output<typeof extensionEntrySchema>;

export interface ExtensionList {
  readonly extensions: readonly ExtensionEntry[];
  readonly broken: readonly BrokenEntry[];
}

/** An element of a list that could not be read, with what is known about it. */
export interface BrokenEntry {
  readonly name: string;
  readonly reason: string;
}

export function readExtensionList(elements: readonly unknown[]): ExtensionList {
  const { read, broken } = readElements(elements, extensionEntrySchema);
  return { extensions: read, broken };
}

/** Reads element by element, so that a broken one does not hide the others. */
export function readElements<T>(
  elements: readonly unknown[],
  schema: z.ZodType<T>,
): { readonly read: readonly T[]; readonly broken: readonly BrokenEntry[] } {
  const read: T[] = [];
  const broken: BrokenEntry[] = [];
  for (const element of elements) {
    const parsed = schema.safeParse(element);
    if (parsed.success) read.push(parsed.data);
    else broken.push(explainBroken(element, parsed.error));
  }
  return { read, broken };
}

const namedSchema = z.object({ chart_name: z.string().catch(''), name: z.string().catch('') });

function explainBroken(element: unknown, error: z.ZodError): BrokenEntry {
  if (typeof element === 'string') {
    return { name: element, reason: 'The platform has not read this chart yet; it lists only the name.' };
  }
  const { data } = namedSchema.safeParse(element);
  const name = data?.chart_name === '' ? data.name : data?.chart_name;
  return { name: name === undefined || name === '' ? '(without a name)' : name, reason: describeProblems(error) };
}
