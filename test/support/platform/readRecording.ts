import { readFileSync } from 'node:fs';
import { z } from 'zod';

const exchangeSchema = z.object({
  request: z.object({ method: z.string(), path: z.string() }),
  response: z.object({
    status: z.number(),
    headers: z.record(z.string(), z.string()),
    body: z.unknown(),
  }),
});

/** One exchange with a real platform, as a file of the recordings has it. */
export type RecordedExchange = z.infer<typeof exchangeSchema>;

/** A file of the recordings: an exchange, or entries of the list and changes of them, which have no exchange. */
export function readRecording(
  file: string,
): { readonly exchange: RecordedExchange } | { readonly entries: readonly unknown[] } {
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const exchange = exchangeSchema.safeParse(content);
  if (exchange.success) return { exchange: exchange.data };
  return { entries: Array.isArray(content) ? content : [] };
}
