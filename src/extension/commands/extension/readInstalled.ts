import { z } from 'zod';

const installedSchema = z.object({
  releaseName: z.string(),
  version: z.string(),
  state: z.enum(['running', 'completed', 'deployed']),
  /** Parameters that the chart received with a different value. */
  changed: z.array(z.object({ key: z.string(), given: z.string(), arrived: z.string().optional() })).default([]),
});

/** The result of `edk install`. */
export function readInstalled(value: unknown): z.infer<typeof installedSchema> | undefined {
  return installedSchema.safeParse(value).data;
}
