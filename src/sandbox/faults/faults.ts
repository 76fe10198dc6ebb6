import { z } from 'zod';

/** What can go wrong on purpose, for tests and demonstrations; all of it can be switched while the platform runs. */
const faultsSchema = z.strictObject({
  /** Every request waits so many milliseconds. */
  latency: z.number().nonnegative().max(600_000).default(0),
  /** Every request is answered with 500. */
  errors: z.boolean().default(false),
  /** No request is answered at all. */
  hanging: z.boolean().default(false),
  /** A connection ends after so many bytes of a request or an answer; 0 stands for never. */
  dropAfterBytes: z.number().int().nonnegative().default(0),
  /** Every request is answered with the page of a login. */
  loginPage: z.boolean().default(false),
  /** The list stays as it is. */
  staleList: z.boolean().default(false),
  /** Installs are accepted, and their releases fail a moment later. */
  failsAfterInstall: z.boolean().default(false),
  /** Every container waits so many milliseconds before its image is looked for. */
  slowPods: z.number().nonnegative().max(600_000).default(0),
  /** Nothing can be uploaded, because the disk is full. */
  fullDisk: z.boolean().default(false),
});

export type Faults = z.output<typeof faultsSchema>;

export const faultNames: readonly string[] = Object.keys(faultsSchema.shape);

export const noFaults: Faults = faultsSchema.parse({});

/** The faults that are switched on; all others are off. Undefined for names or values that there are not. */
export function readFaults(value: unknown): Faults | undefined {
  return faultsSchema.safeParse(value).data;
}

/** The present faults, to be read each time anew. */
export interface FaultSwitch {
  current: Faults;
}
