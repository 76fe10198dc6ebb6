import type { EdkContext } from '../../core/useCases/context/edkContext.ts';
import { connectToDocker } from '../../core/useCases/context/connectToDocker.ts';
import type { JobStep } from '../../core/jobs/jobStep.ts';
import { endProcess } from '../../core/process/endProcess.ts';
import { localPlatformFolder, readLocalPlatform } from '../../core/settings/localPlatform.ts';
import { removeRemains } from '../../sandbox/server.ts';

/** How long a platform may take to stop; its pods have five seconds, all at the same time. */
export const patienceMs = 20_000;

/** Stops the local platform, even if it hangs, and cleans up after one that was killed. What is installed stays. */
export async function stopPlatform(edk: EdkContext, step: JobStep): Promise<'stopped' | 'absent'> {
  const { state } = edk.settings.folders;
  const folder = localPlatformFolder(state);
  const record = await readLocalPlatform(state);
  const clean = () => removeRemains(folder, () => connectToDocker(edk));
  if (record === undefined) return (await clean()) === 'removed' ? 'stopped' : 'absent';
  await step.run('Stop the local platform', async (stopping) => {
    const how = await endProcess(record, { patienceMs, signal: stopping.signal });
    if (how === 'killed') stopping.warn(`It did not stop within ${patienceMs / 1000} s and was killed.`);
    await clean();
  });
  return 'stopped';
}
