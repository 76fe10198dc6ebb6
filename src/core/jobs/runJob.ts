import { EdkError } from '../errors/edkError.ts';
import { processIdentity, type ProcessIdentity } from '../process/processIdentity.ts';
import type { JobEvent } from './jobEvent.ts';
import { describeInterrupted } from './interruptedJob.ts';
import { jobId } from './jobId.ts';
import type { JobStep } from './jobStep.ts';
import { openJournal } from './journal.ts';
import { performJob, type JobEnd, type JobRequest } from './performJob.ts';
import { removeAbandonedFolders } from '../files/abandonedFolders.ts';
import { tidyDaily } from './tidyDaily.ts';
import { withProjectLock } from './projectLock.ts';

interface RunJobRequest extends Omit<JobRequest, 'id'> {
  readonly id?: string | undefined;
  readonly stateFolder: string;
  /** `byItself`: the work locks the project when it works on it. */
  readonly lock?: 'byItself' | undefined;
}

/** Runs `work` as a job with a journal and, when it works on a project, with that project's lock. */
export async function runJob(request: RunJobRequest, work: (step: JobStep) => Promise<unknown>): Promise<JobEnd> {
  const { verb, project, subject, stateFolder } = request;
  const started = new Date().toISOString();
  const id = request.id ?? jobId(verb, started);
  const journal = await openJournal(stateFolder, {
    id,
    verb,
    project,
    subject,
    process: await processIdentity(process.pid),
    started,
  });
  const sink = (event: JobEvent): void => {
    journal.sink(event);
    request.sink(event);
  };
  const end = await performJob({ ...request, id, sink }, (step) =>
    project === undefined || request.lock === 'byItself'
      ? work(step)
      : withProjectLock(
          { stateFolder, project, verb, onTakenOver: (killed) => cleanUp(stateFolder, { killed, project }, step) },
          () => work(step),
        ),
  );
  const { outcome, error } = end;
  await journal.close(error instanceof EdkError ? { outcome, error: error.code } : { outcome });
  await tidyDaily(stateFolder);
  return end;
}

/** Tells what a killed run was doing, and removes what it left. */
async function cleanUp(
  stateFolder: string,
  { killed, project }: { readonly killed: ProcessIdentity; readonly project: string },
  step: JobStep,
): Promise<void> {
  await removeAbandonedFolders(killed);
  const told = await describeInterrupted(stateFolder, project);
  if (told !== undefined) step.warn(told);
}
