import { z } from 'zod';

const installedSchema = z.object({
  releaseName: z.string(),
  version: z.string(),
  state: z.enum(['running', 'completed']),
});

/** What `edk install` says that it made. */
export function readInstalled(value: unknown): z.infer<typeof installedSchema> | undefined {
  return installedSchema.safeParse(value).data;
}
