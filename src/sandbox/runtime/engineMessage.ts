import { z } from 'zod';

const engineError = z.object({ statusCode: z.number().optional(), json: z.object({ message: z.string() }).optional() });

/** The Docker Engine's own words, without the client's decoration. */
export function engineMessage(error: unknown): string {
  const parsed = engineError.safeParse(error);
  if (parsed.data?.json !== undefined) return parsed.data.json.message.trim();
  return error instanceof Error ? error.message : String(error);
}

export function isNotFound(error: unknown): boolean {
  return engineError.safeParse(error).data?.statusCode === 404;
}
