import { z } from 'zod';
import { deploymentSchema } from './deployment.ts';
import { extensionParameterSchema } from './extensionParameter.ts';

const yesNo = z.enum(['yes', 'no']).nullish();

/** An element of /extensions and /platforms. Older platforms leave out or null what is nullish here. */
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
  /** The version that has deployments is the installed one. */
  available_versions: z.record(z.string(), z.object({ deployments: z.array(deploymentSchema).nullish() })),
  installed: yesNo,
  helmStatus: z.string().nullish(),
  kubeStatus: z.union([z.array(z.string()), z.string()]).nullish(),
  successful: z.string().nullish(),
  links: z.array(z.string()).nullish(),
});

export type ExtensionEntry = z.output<typeof extensionEntrySchema>;
