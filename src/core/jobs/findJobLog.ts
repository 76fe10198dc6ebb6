import { EdkError } from '../errors/edkError.ts';
import { listJobs, type JobSummary } from './listJobs.ts';
import { readStepLogs, type StepLog } from './readStepLogs.ts';

export interface JobLogQuestion {
  readonly stateFolder: string;
  /** Absolute folder; of any project without it. */
  readonly project?: string | undefined;
  /** Title of a step, such as an image's name: what it and those below it printed. */
  readonly step?: string | undefined;
}

export interface FoundJobLog {
  readonly job: JobSummary;
  readonly steps: readonly StepLog[];
}

/**
 * The log of the newest job that printed something, or has such a step.
 *
 * @throws EdkError `job.noLog`.
 */
export async function findJobLog({ stateFolder, project, step }: JobLogQuestion): Promise<FoundJobLog> {
  for (const job of await listJobs(stateFolder)) {
    if (project !== undefined && job.project !== project) continue;
    const logs = await readStepLogs(job.folder);
    const steps = step === undefined ? logs : logs.filter(({ path }) => path.includes(step));
    if (steps.length > 0) return { job, steps };
  }
  const of = step === undefined ? 'any job' : `"${step}"`;
  throw new EdkError('job.noLog', `There is no log of ${of}${project === undefined ? '' : ` for ${project}`}.`);
}
