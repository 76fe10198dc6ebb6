import { z } from 'zod';
import { refusalStatus } from '../../core/docker/dockerAnswers.ts';

const engineError = z.object({ json: z.object({ message: z.string() }).optional() });

/** The Docker Engine's own words, without the client's decoration. */
export function engineMessage(error: unknown): string {
  const parsed = engineError.safeParse(error);
  if (parsed.data?.json !== undefined) return parsed.data.json.message.trim();
  return error instanceof Error ? error.message : String(error);
}

export function isNotFound(error: unknown): boolean {
  return refusalStatus(error) === 404;
}
