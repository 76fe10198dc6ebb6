import { z } from 'zod';

/** An element of /active-applications. */
export const activeApplicationSchema = z.object({
  name: z.string(),
  release_name: z.string(),
  namespace: z.string().nullish(),
  created_at: z.string().nullish(),
  /** Part of the path, for some charts the project's id; empty when there is none. */
  project: z.string().nullish(),
  paths: z.array(z.string()).nullish(),
  annotations: z.record(z.string(), z.unknown()).nullish(),
  from_workflow_run: z.boolean().nullish(),
  ready: z.boolean().nullish(),
});

export type ActiveApplication = z.output<typeof activeApplicationSchema>;
