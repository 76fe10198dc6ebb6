import { join } from 'node:path';
import { reachDocker, readImageId, type DockerConnection } from '../../docker/connectDocker.ts';
import { buildImage } from '../../images/build/buildImage.ts';
import type { PlannedImage } from '../../images/plan/imagePlan.ts';
import { removeOldTags } from '../../images/push/pushedImages.ts';
import { openBuildMemory } from '../../images/why/buildMemory.ts';
import { runTogether, type JobStep } from '../../jobs/jobStep.ts';
import type { Project } from '../../project/project.ts';
import { resolveBase } from '../../project/references/imageReference.ts';
import { type BuildableImage, isBuildable } from '../../project/requireBuildable.ts';
import { planProject } from '../build/planProject.ts';
import { retryOnChange } from '../build/buildProject.ts';
import { connectToDocker } from '../context/edkContext.ts';
import { connectToRegistry, type EdkContext } from '../context/edkContext.ts';

/** An image of the project that the Docker Engine has, as it lies on disk. */
export interface LocalImage {
  readonly name: string;
  /** With the immutable tag. */
  readonly reference: string;
  readonly id: string;
  readonly plan: PlannedImage;
}

/**
 * Builds these images of a project where the Docker Engine does not have them as they lie on disk. Nothing is pushed.
 *
 * @throws EdkError what planning and building throw; AbortError.
 */
export async function ensureProjectImages(
  edk: EdkContext,
  { project, names }: { readonly project: Project; readonly names: readonly string[] },
  step: JobStep,
): Promise<readonly LocalImage[]> {
  if (names.length === 0) return [];
  const connection = await connectToDocker(edk);
  await reachDocker(connection, step.signal);
  return retryOnChange(step, async () => {
    // What is wrong with the others does not matter to these.
    const images = neededFor(names, project.images.filter(isBuildable), edk);
    const plan = await planProject(edk, { images, imageReferences: [] }, step);
    const local: LocalImage[] = [];
    for (const image of plan.images) {
      const id = await step.run(`Image ${image.source.name}`, (inner) =>
        ensureImage(image, { edk, connection }, inner),
      );
      local.push({ name: image.source.name, reference: image.push.immutable, id, plan: image });
    }
    return local.filter(({ name }) => names.includes(name));
  });
}

/** Those and what they start from. */
function neededFor(
  names: readonly string[],
  images: readonly BuildableImage[],
  { settings }: EdkContext,
): BuildableImage[] {
  const siblings = new Set(images.map(({ name }) => name));
  const needed = new Set(names);
  const visit = (image: BuildableImage): void => {
    for (const { reference } of image.bases) {
      const base = resolveBase(reference, { siblings, registry: settings.registry });
      const sibling = base.kind === 'sibling' ? images.find(({ name }) => name === base.name) : undefined;
      if (sibling === undefined || needed.has(sibling.name)) continue;
      needed.add(sibling.name);
      visit(sibling);
    }
  };
  for (const image of images) if (names.includes(image.name)) visit(image);
  return images.filter(({ name }) => needed.has(name));
}

interface Tools {
  readonly edk: EdkContext;
  readonly connection: DockerConnection;
}

async function ensureImage(image: PlannedImage, { edk, connection }: Tools, step: JobStep): Promise<string> {
  const present = await readImageId(connection, image.push.immutable);
  if (present !== undefined) {
    step.skip('unchanged');
    return present;
  }
  const memory = openBuildMemory(join(edk.settings.folders.state, 'builds'));
  const { proxy, registry } = edk.settings;
  // For the bases; nothing is pushed.
  const credentials = await connectToRegistry(edk, registry.push, step.signal).credentials();
  await runTogether(
    step,
    (building) => buildImage(image, { connection, proxy, credentials }, building),
    (tidying) => removeOldTags([image], { connection, memory }, tidying),
  );
  // It was not pushed: the next build that is, removes it when it is another.
  await memory.noteUnfinished(image);
  const id = await readImageId(connection, image.push.immutable);
  if (id === undefined) throw new Error(`${image.push.immutable} was built, but is missing.`);
  return id;
}
