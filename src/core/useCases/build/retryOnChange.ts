import { EdkError } from '../../errors/edkError.ts';
import type { JobStep } from '../../jobs/jobStep.ts';

/** A folder that something writes to all the time is given up on. */
const attempts = 3;

/**
 * Lets `work` plan and build what lies on disk, all of one moment: it starts again when a file changed between being
 * hashed and being sent, and says so.
 *
 * @throws EdkError `context.changed` when files go on changing; what `work` throws.
 */
export async function retryOnChange<T>(step: JobStep, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof EdkError) || error.code !== 'context.changed' || attempt === attempts) throw error;
      step.warn(`${error.message} Starting again with what is there now.`);
    }
  }
}
