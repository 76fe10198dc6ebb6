import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const recordSchema = z.object({
  id: z.string(),
  verb: z.string(),
  project: z.string().optional(),
  /** Extension or release that it is about. */
  subject: z.string().optional(),
  process: z.object({ pid: z.number().int().positive(), started: z.string().optional() }),
  started: z.string(),
  outcome: z.enum(['succeeded', 'failed', 'cancelled']).optional(),
  /** Code of the EdkError that it failed with. */
  error: z.string().optional(),
});

/** What stands in `job.json`. */
export type JobRecord = Readonly<z.infer<typeof recordSchema>>;

/** The record in a job's folder; undefined when there is none that can be read. */
export async function readJobRecord(folder: string): Promise<JobRecord | undefined> {
  try {
    return recordSchema.safeParse(JSON.parse(await readFile(join(folder, 'job.json'), 'utf8'))).data;
  } catch {
    return undefined;
  }
}
