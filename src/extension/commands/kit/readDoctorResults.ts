import { z } from 'zod';
import { parseJson } from '../../../core/text/parseJson.ts';
import type { JobResult } from '../../jobs/jobRequest.ts';

const resultsSchema = z.array(
  z.object({
    id: z.string(),
    title: z.string(),
    status: z.enum(['ok', 'warning', 'problem']),
    what: z.string(),
    remedy: z.string().optional(),
  }),
);

export type DoctorFindings = z.infer<typeof resultsSchema>;

/** Whether a local platform, with its registry, would provide what is missing. */
export function lacksPlatform(findings: DoctorFindings): boolean {
  return findings.some(({ id, status }) => status !== 'ok' && (id === 'registry' || id === 'platform'));
}

/** Results of `edk doctor`: from its value, or from its error's detail if something is missing. */
export function readDoctorResults({ value, error }: Pick<JobResult, 'value' | 'error'>): DoctorFindings | undefined {
  if (error === undefined) return z.object({ results: resultsSchema }).safeParse(value).data?.results;
  if (error.code !== 'doctor.problems' || error.detail === undefined) return undefined;
  return parseJson(error.detail, resultsSchema);
}
