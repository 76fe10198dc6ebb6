import type { PlannedImage } from '../plan/imagePlan.ts';
import type { BuildHead, BuildMemory, RememberedBuild } from './buildMemory.ts';
import type { BuildReason } from './buildReason.ts';
import { explainBuild } from './explainBuild.ts';

/** Why an image that the registry does not have is built. */
export function whyBuilt(before: RememberedBuild | undefined, image: PlannedImage): BuildReason[] {
  if (before === undefined) return [{ kind: 'firstBuild' }];
  if (before.hash === image.hash) return [{ kind: 'notInRegistry' }];
  const reasons = explainBuild(before, image);
  // Another version of the EDK may hash the same inputs in another way.
  return reasons.length === 0 ? [{ kind: 'firstBuild' }] : reasons;
}

/** Why an image that the registry has is left alone; remembers it as the last state of the image. */
export async function whySkipped(
  memory: BuildMemory,
  image: PlannedImage,
): Promise<{ readonly why: BuildReason[]; readonly before: BuildHead | undefined }> {
  const before = await memory.readHead(image);
  if (before?.hash === image.hash) return { why: [{ kind: 'unchanged' }], before };
  const last = await memory.read(image);
  await memory.write(image, {});
  const changes = last === undefined ? [] : explainBuild(last, image);
  return { why: [{ kind: 'inRegistry' }, ...changes], before };
}
