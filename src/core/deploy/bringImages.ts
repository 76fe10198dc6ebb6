import { join } from 'node:path';
import type { BuiltImage } from '../images/builtImage.ts';
import type { ImagePlan, PlannedImage } from '../images/plan/imagePlan.ts';
import { openBuildMemory, type BuildMemory } from '../images/why/buildMemory.ts';
import { describeReasons } from '../images/why/buildReason.ts';
import { whySkipped } from '../images/why/whyBuilt.ts';
import type { JobStep } from '../jobs/jobStep.ts';
import type { RegistryClient } from '../registry/registryClient.ts';
import { connectToDocker } from './connectToDocker.ts';
import { connectToRegistry, type Toolkit } from './toolkit.ts';

/** Builds and pushes what the registry does not have yet, and reads every image back from the registry. */
export async function bringImages(kit: Toolkit, plan: ImagePlan, step: JobStep): Promise<readonly BuiltImage[]> {
  const { registry, proxy } = kit.settings;
  const { client, credentials } = await connectToRegistry(kit, registry.push, step.signal);
  const memory = openBuildMemory(join(kit.settings.folders.state, 'builds'));
  const found = await findAll(plan, client, step.signal);
  const present = found.filter(isWhole);
  if (present.length === found.length) {
    const images = await Promise.all(present.map((image) => explainSkipped(image, memory, step)));
    step.skip(`unchanged: ${plan.images.length} in the registry`);
    return images;
  }
  const connection = await connectToDocker(kit);
  // Something else at the address, or an Engine that hangs, is told apart from a build that fails.
  const { checkDocker } = await import('../docker/checkDocker.ts');
  const absent = new Set(found.flatMap(({ image, digest }) => (digest === undefined ? [image.source.name] : [])));
  // The Engine takes as long to answer as the builder's code takes to load.
  const [, { buildImages }] = await Promise.all([
    checkDocker(connection, step.signal),
    import('../images/buildImages.ts'),
  ]);
  return buildImages(
    plan,
    { connection, proxy, credentials, registry: client, memory, workers: kit.settings.workers, absent },
    step,
  );
}

interface FoundImage {
  readonly image: PlannedImage;
  /** Under its immutable tag. */
  readonly digest: string | undefined;
  /** Under its version tag. */
  readonly named: string | undefined;
}

type WholeImage = FoundImage & { readonly digest: string };

function isWhole(found: FoundImage): found is WholeImage {
  return found.digest !== undefined && found.digest === found.named;
}

async function explainSkipped(found: WholeImage, memory: BuildMemory, step: JobStep): Promise<BuiltImage> {
  const { why } = await whySkipped(memory, found.image);
  step.log(`${found.image.source.name}: skipped, ${describeReasons(why)}`);
  const { image, digest } = found;
  return { image, digest, outcome: 'unchanged', why };
}

/** What the registry has of the images. */
function findAll(plan: ImagePlan, registry: RegistryClient, signal: AbortSignal): Promise<FoundImage[]> {
  return Promise.all(
    plan.images.map(async (image) => {
      const { source, tags } = image;
      const [digest, named] = await Promise.all([
        registry.digest(source.name, tags.immutable, signal),
        registry.digest(source.name, tags.version, signal),
      ]);
      return { image, digest, named };
    }),
  );
}
