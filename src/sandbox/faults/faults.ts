import { z } from 'zod';

/** Injected faults, for tests and demonstrations. They can be changed while the platform runs. */
const faultsSchema = z.strictObject({
  /** Delay of every request, in milliseconds. */
  latency: z.number().nonnegative().max(600_000).default(0),
  /** Every request is answered with 500. */
  errors: z.boolean().default(false),
  /** No request is answered at all. */
  hanging: z.boolean().default(false),
  /** Connections are closed after this many bytes of a request or answer; 0 for never. */
  dropAfterBytes: z.number().int().nonnegative().default(0),
  /** Every request is answered with a login page. */
  loginPage: z.boolean().default(false),
  /** The list is no longer updated. */
  staleList: z.boolean().default(false),
  /** Installs are accepted, and the releases fail a moment later. */
  failsAfterInstall: z.boolean().default(false),
  /** Delay of every container before its image is looked for, in milliseconds. */
  slowPods: z.number().nonnegative().max(600_000).default(0),
  /** Uploads fail, as if the disk were full. */
  fullDisk: z.boolean().default(false),
});

export type Faults = z.output<typeof faultsSchema>;

export const faultNames: readonly string[] = Object.keys(faultsSchema.shape);

export const noFaults: Faults = faultsSchema.parse({});

/** The active faults; all others are off. Undefined for unknown names or values. */
export function readFaults(value: unknown): Faults | undefined {
  return faultsSchema.safeParse(value).data;
}

/** The current faults; read them every time. */
export interface FaultSwitch {
  current: Faults;
}
