import { join } from 'node:path';
import { reachDocker } from '../../docker/connectDocker.ts';
import { buildImages } from '../../images/buildImages.ts';
import { checkImports } from '../../images/checkImports.ts';
import type { BuiltImage } from '../../images/build/buildImage.ts';
import type { ImagePlan } from '../../images/plan/imagePlan.ts';
import { findAllPushed, isPushed, type PresentImage, removeOldTags } from '../../images/push/pushedImages.ts';
import { openBuildMemory, type BuildMemory } from '../../images/why/buildMemory.ts';
import { describeReasons, whySkipped } from '../../images/why/whyBuilt.ts';
import { type JobStep, runTogether } from '../../jobs/jobStep.ts';
import { connectToDocker, connectToRegistry, type EdkContext } from '../context/edkContext.ts';

/** Builds and pushes images that the registry does not have yet, and reads every image back from it. */
export async function ensureImages(edk: EdkContext, plan: ImagePlan, step: JobStep): Promise<readonly BuiltImage[]> {
  const { registry, proxy } = edk.settings;
  const connected = connectToRegistry(edk, registry.push, step.signal);
  const { client } = connected;
  const memory = openBuildMemory(join(edk.settings.folders.state, 'builds'));
  const found = await findAllPushed(plan, client, step.signal);
  const present = found.filter(isPushed);
  if (present.length === found.length) {
    const images = await Promise.all(present.map((image) => explainSkipped(image, memory, step)));
    step.skip(`unchanged: ${plan.images.length} in the registry`);
    return images;
  }
  const connection = await connectToDocker(edk);
  // Distinguishes a wrong address or a hanging Engine from a failing build.
  const missing = found.flatMap(({ image, digest }) => (digest === undefined ? [image] : []));
  const build = async (building: JobStep): Promise<readonly BuiltImage[]> => {
    await reachDocker(connection, building.signal);
    const { workers, importCheck } = edk.settings;
    const credentials = await connected.credentials();
    const check = importCheck === 'on' ? checkImports : undefined;
    return buildImages(
      plan,
      { connection, proxy, credentials, registry: client, memory, check, workers, found },
      building,
    );
  };
  const tidy = (tidying: JobStep): Promise<void> => removeOldTags(missing, { connection, memory }, tidying);
  const [images] = await runTogether(step, build, tidy);
  return images;
}

async function explainSkipped(
  { image, digest }: PresentImage,
  memory: BuildMemory,
  step: JobStep,
): Promise<BuiltImage> {
  const { why } = await whySkipped(memory, image);
  step.log(`${image.source.name}: skipped, ${describeReasons(why)}`);
  return { image, digest, outcome: 'unchanged', why };
}
