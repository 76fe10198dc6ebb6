import type { z } from 'zod';

/** What JSON text from outside says; undefined for what is not JSON or has another shape. */
export function parseJson<T>(text: string, schema: z.ZodType<T>): T | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return schema.safeParse(value).data;
}
