import { isRunning, type ProcessIdentity } from '../process/processIdentity.ts';
import { readJobRecord } from './jobRecord.ts';

/**
 * Asks the job's process to cancel; it cleans up and says in its journal when it has ended.
 *
 * @param started the process, known before it has written its record.
 */
export async function cancelJob(folder: string, started?: ProcessIdentity): Promise<'asked' | 'notRunning'> {
  const record = await readJobRecord(folder);
  const identity = record?.process ?? started;
  if (identity === undefined || record?.outcome !== undefined || !(await isRunning(identity))) return 'notRunning';
  try {
    process.kill(identity.pid, 'SIGTERM');
    return 'asked';
  } catch {
    return 'notRunning';
  }
}
