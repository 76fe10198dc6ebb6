import { z } from 'zod';
import type { JobStep } from '../../jobs/jobStep.ts';
import type { DagTask } from '../../runs/dag/dagSchema.ts';
import { plainRun } from '../../runs/engine/runEngine.ts';
import type { RunFolder } from '../../runs/runFolder.ts';
import { parseJson } from '../../text/parseJson.ts';
import type { RunContext } from './runContext.ts';

const answerSchema = z.object({
  differences: z.array(z.object({ series: z.string(), image: z.string(), mask: z.string(), difference: z.string() })),
});

/** Of so many differences at most; the others are alike. */
const mostTold = 5;

/**
 * Warns before a container computes with masks that lie on another grid than its images: what is made of a DICOM SEG
 * spans only the slices that the SEG stores.
 *
 * @param folders names of the folders that tasks write.
 */
export async function checkGrids(
  { task, folders }: { readonly task: DagTask; readonly folders: ReadonlySet<string> },
  { runContext, folder }: { readonly runContext: RunContext; readonly folder: RunFolder },
  step: JobStep,
): Promise<void> {
  const { inDir, envVars } = task;
  if (inDir === undefined) return;
  // A second input comes in a variable of its own, which names another operator's folder.
  const others = new Set(Object.values(envVars).filter((value) => value !== inDir && folders.has(value)));
  for (const masks of others) {
    const command = ['python3', '-m', 'edk_stand_ins', 'grid', '/edk/batch', inDir, masks];
    const run = plainRun({
      name: 'edk-grid',
      image: await runContext.runImage('stand-ins'),
      command,
      signal: step.signal,
    });
    const end = await runContext.engine.run({
      ...run,
      mounts: [{ folder: folder.batch, target: '/edk/batch', mode: 'ro' }],
    });
    const { differences = [] } = parseJson(end.output, answerSchema) ?? {};
    for (const { series, image, mask, difference } of differences.slice(0, mostTold)) {
      step.warn(`${task.id}: the mask ${masks}/${mask} does not fit ${inDir}/${image} of ${series}: ${difference}`);
    }
    if (differences.length > mostTold) step.warn(`${differences.length - mostTold} more masks do not fit.`);
  }
}
