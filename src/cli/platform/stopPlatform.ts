import { setTimeout as sleep } from 'node:timers/promises';
import type { EdkContext } from '../../core/useCases/context/edkContext.ts';
import { EdkError } from '../../core/errors/edkError.ts';
import type { JobStep } from '../../core/jobs/jobStep.ts';
import { isRunning, processIdentity } from '../../core/process/processIdentity.ts';
import { readLocalPlatform } from '../../core/settings/localPlatform.ts';

/** Removing the pods' containers may take some seconds each. */
const stopTimeoutMs = 60_000;
const pollMs = 50;

/** Ends the local platform and waits until its process is gone. */
export async function stopPlatform(edk: EdkContext, step: JobStep): Promise<'stopped' | 'absent'> {
  const record = await readLocalPlatform(edk.settings.folders.state);
  if (record === undefined) return 'absent';
  await step.run('Stop the local platform', async (stopping) => {
    const server = await processIdentity(record.pid);
    process.kill(record.pid, 'SIGTERM');
    const deadline = Date.now() + stopTimeoutMs;
    while (await isRunning(server)) {
      if (Date.now() > deadline) {
        throw new EdkError('platform.failed', `The local platform (process ${record.pid}) does not end.`, {
          remedy: `Look at its log, and end it with "kill -9 ${record.pid}".`,
        });
      }
      await sleep(pollMs, undefined, { signal: stopping.signal });
    }
  });
  return 'stopped';
}
