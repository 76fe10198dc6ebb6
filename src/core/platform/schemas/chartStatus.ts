import { z } from 'zod';

/** Answer of /view-chart-status: the head of what `helm status` prints. */
export const chartStatusSchema = z.object({
  NAME: z.string(),
  /** deployed, failed, pending-install, uninstalling ... */
  STATUS: z.string(),
  NAMESPACE: z.string().optional(),
  /** The server's local time without a zone, e.g. `Sun Nov 22 08:48:50 2026`. */
  'LAST DEPLOYED': z.string().optional(),
  /** Why it is so; not in the answer of every version. */
  DESCRIPTION: z.string().optional(),
  /** What the chart sees of the parameters that were given, without secrets; only the local platform says so. */
  PARAMETERS: z.record(z.string(), z.unknown()).optional(),
  REVISION: z.number().optional(),
  'TEST SUITE': z.unknown().optional(),
});
