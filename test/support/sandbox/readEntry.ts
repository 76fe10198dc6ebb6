import { z } from 'zod';

const strings = z.array(z.string());
const deploymentSchema = z.object({
  deployment_id: z.string(),
  helm_status: z.string(),
  helm_info: z.object({ description: z.string().optional() }),
  kube_status: z.union([strings, z.string()]),
  kube_info: z
    .object({ name: strings, ready: strings, status: strings, restarts: strings, message: strings })
    .nullable(),
  ready: z.boolean(),
});
const entrySchema = z.object({
  releaseName: z.string(),
  chart_name: z.string(),
  installed: z.string(),
  helmStatus: z.string().nullable(),
  kubeStatus: z.union([strings, z.string()]).nullable(),
  successful: z.string().optional(),
  display_name: z.string(),
  version: z.string(),
  versions: strings,
  kind: z.string(),
  extension_params: z.record(z.string(), z.unknown()).nullable(),
  available_versions: z.record(z.string(), z.object({ deployments: z.array(deploymentSchema) })),
});

export type ListedEntry = z.infer<typeof entrySchema>;
export type ListedDeployment = z.infer<typeof deploymentSchema>;

export function readEntries(list: unknown): ListedEntry[] {
  return z.array(entrySchema).parse(list);
}

/** The deployments of a release's entry, of every version. */
export function deploymentsOf(list: unknown, releaseName: string): ListedDeployment[] {
  const entry = readEntries(list).find((candidate) => candidate.releaseName === releaseName);
  return Object.values(entry?.available_versions ?? {}).flatMap(({ deployments }) => deployments);
}
