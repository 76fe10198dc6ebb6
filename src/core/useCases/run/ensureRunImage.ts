import { join } from 'node:path';
import { reachDocker, readImageId } from '../../docker/connectDocker.ts';

import { buildImage } from '../../images/build/buildImage.ts';
import type { PlannedImage } from '../../images/plan/imagePlan.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import { readImage } from '../../project/readImage.ts';
import { planProject } from '../build/planProject.ts';
import { connectToDocker, type EdkContext } from '../context/edkContext.ts';

/** `stand-ins`: the platform's operators and the sample data. `airflow`: reads DAG files and runs their Python tasks. */
export type RunImageName = 'stand-ins' | 'airflow';

/**
 * Builds one of the images that runs on this machine need, unless the Docker Engine has it. It is not pushed.
 *
 * @returns its reference, `kaapana-edk/<name>:<hash>`; the hash is that of its content.
 * @throws EdkError `build.failed`, `docker.*`, and what reading and planning an image throws; AbortError.
 */
export async function ensureRunImage(edk: EdkContext, name: RunImageName, step: JobStep): Promise<string> {
  return step.run(`Image ${name}`, async (providing) => {
    const connection = await connectToDocker(edk);
    await reachDocker(connection, providing.signal);
    const image = await planRunImage(edk, name, providing);
    const reference = image.push.immutable;
    if ((await readImageId(connection, reference)) === undefined) {
      await buildImage(image, { connection, proxy: edk.settings.proxy }, providing);
    } else {
      providing.skip('unchanged');
    }
    return reference;
  });
}

async function planRunImage(edk: EdkContext, name: RunImageName, step: JobStep): Promise<PlannedImage> {
  const { settings, templatesFolder } = edk;
  const buildArguments = { ROOT_IMAGE: settings.rootImage, ...settings.buildArguments };
  // The context is the whole folder, since these images install Python as the base images do.
  const dockerfile = join(templatesFolder, 'run-images', name, 'Dockerfile');
  const source = await readImage({ dockerfile, context: templatesFolder, name, buildArguments });
  const plan = await planProject(edk, { images: [source], imageReferences: [], buildArguments }, step);
  const [image] = plan.images;
  if (image === undefined) throw new Error(`The image ${name} was not planned.`);
  const reference = `kaapana-edk/${name}:${image.hash.slice(0, 12)}`;
  return { ...image, push: { version: reference, immutable: reference } };
}
