import { z } from 'zod';

/** One line of what the suite inside the extension host tells the runner outside. */
export const suiteEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('suite'), depth: z.number(), title: z.string() }),
  z.object({ type: z.literal('passed'), depth: z.number(), title: z.string(), ms: z.number() }),
  z.object({ type: z.literal('skipped'), depth: z.number(), title: z.string() }),
  z.object({ type: z.literal('failed'), depth: z.number(), title: z.string(), reason: z.string() }),
  z.object({ type: z.literal('note'), text: z.string() }),
  z.object({ type: z.literal('measured'), what: z.string(), ms: z.number() }),
  z.object({ type: z.literal('ended') }),
]);

export type SuiteEvent = z.infer<typeof suiteEvent>;
