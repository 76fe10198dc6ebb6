import { readFile } from 'node:fs/promises';
import { journalFile } from './journalFolder.ts';
import { listJobs } from './listJobs.ts';
import { parseJobEvent } from './parseJobEvent.ts';
import { flatten, StepTree } from './stepTree.ts';

/** Says what the last job of a project was doing when its process was killed; undefined when there is no such job. */
export async function describeInterrupted(stateFolder: string, project: string): Promise<string | undefined> {
  const job = (await listJobs(stateFolder)).find((one) => one.project === project && one.state === 'interrupted');
  if (job === undefined) return undefined;
  const steps = new StepTree();
  const text = await readFile(journalFile(job.folder), 'utf8').catch(() => '');
  for (const line of text.split('\n')) {
    const event = parseJobEvent(line);
    if (event?.type === 'step-started') steps.start(event);
    if (event?.type === 'step-finished') steps.finish(event);
  }
  const running = steps.runningRoots.flatMap(flatten).filter(({ end, children }) => {
    return end === undefined && children.every((child) => child.end !== undefined);
  });
  const where = running.length === 0 ? '' : ` in ${running.map(({ id }) => steps.path(id)).join(' and ')}`;
  return (
    `"edk ${job.verb}" of ${job.started} was interrupted${where}. ` +
    'It goes on from there: what the registry has already is not built again.'
  );
}
