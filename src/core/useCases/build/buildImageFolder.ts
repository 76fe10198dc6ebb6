import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EdkError } from '../../errors/edkError.ts';
import { makeFolder } from '../../files/writeFiles.ts';
import type { BuiltImage } from '../../images/build/buildImage.ts';
import type { ImagePlan } from '../../images/plan/imagePlan.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import type { BuildableImage } from '../../project/requireBuildable.ts';
import type { OperatorImageReference } from '../../project/python/findImageArguments.ts';
import { readImage } from '../../project/readImage.ts';
import type { Project } from '../../project/project.ts';
import { readProject } from '../../project/readProject.ts';
import { isBuildable, operatorReferences, requireImages } from '../../project/requireBuildable.ts';
import { ensureImages } from './ensureImages.ts';
import { enclosingProject, planProject } from './planProject.ts';
import { exportTars } from '../export/exportTars.ts';
import { retryOnChange } from './buildProject.ts';
import type { EdkContext } from '../context/edkContext.ts';

export interface BuildImageFolderOptions {
  /** Of a Dockerfile, or of an extension. */
  readonly folder: string;
  readonly dockerfile: string | undefined;
  /** For a Dockerfile, the name of its image; for an extension, the image to build. */
  readonly imageName: string | undefined;
  readonly imageVersion: string | undefined;
  readonly tar: 'none' | 'write' | 'import';
  /** For tars. */
  readonly outputFolder: string;
}

interface Selection {
  readonly images: readonly BuildableImage[];
  readonly imageReferences: readonly OperatorImageReference[];
  /** Names of the images to build; their bases are included. */
  readonly wanted: readonly string[];
}

/** Builds and pushes the image of a Dockerfile, or images of an extension. */
export async function buildImageFolder(
  edk: EdkContext,
  options: BuildImageFolderOptions,
  step: JobStep,
): Promise<{ readonly images: readonly BuiltImage[]; readonly tars: readonly string[] }> {
  // Before the build, which may take minutes: fails if nothing can be written there.
  if (options.tar !== 'none') await makeFolder(options.outputFolder);
  const chosen = await retryOnChange(step, () => buildChosen(edk, options, step));
  if (options.tar === 'none') return { images: chosen, tars: [] };
  const tars = await exportTars(edk, { images: chosen, folder: options.outputFolder, then: options.tar }, step);
  return { images: chosen, tars };
}

async function buildChosen(edk: EdkContext, options: BuildImageFolderOptions, step: JobStep): Promise<BuiltImage[]> {
  const selection = await step.run('Read the project', (reading) => select(edk, options, reading));
  const { images: sources, imageReferences, wanted } = selection;
  const { imageVersion } = options;
  const plan = await step.run('Plan the images', (planning) =>
    planProject(edk, { images: sources, imageReferences, imageVersion }, planning),
  );
  const images = await step.run('Images', (building) => ensureImages(edk, restrict(plan, wanted), building));
  return images.filter(({ image }) => wanted.includes(image.source.name));
}

async function select(
  edk: EdkContext,
  { folder, dockerfile, imageName }: BuildImageFolderOptions,
  { signal }: JobStep,
): Promise<Selection> {
  const { buildArguments } = edk.settings;
  const file = dockerfile ?? join(folder, 'Dockerfile');
  const isOneImage = dockerfile !== undefined || (await isFile(file));
  const around = isOneImage ? enclosingProject(folder) : folder;
  const project = around === undefined ? undefined : await readProject(around, { buildArguments, signal });
  if (isOneImage) {
    const image = await readImage({ dockerfile: file, context: folder, name: imageName, buildArguments });
    // Problems of the other images do not matter here.
    const others = (project?.images ?? []).filter(isBuildable);
    const siblings = others.filter((other) => other.file.file !== file && other.name !== image.name);
    return { images: [...siblings, image], imageReferences: referencesOf(project), wanted: [image.name] };
  }
  const images = project === undefined ? [] : requireImages(project);
  const wanted = images.map(({ name }) => name).filter((name) => name === (imageName ?? name));
  if (wanted.length > 0) return { images, imageReferences: referencesOf(project), wanted };
  const code = images.length === 0 ? 'dockerfile.missing' : 'usage';
  const has = images.length === 0 ? 'It has no Dockerfile.' : `It has: ${images.map(({ name }) => name).join(', ')}.`;
  throw new EdkError(code, `${folder} has no image "${imageName ?? ''}". ${has}`);
}

function referencesOf(project: Project | undefined): readonly OperatorImageReference[] {
  return project === undefined ? [] : operatorReferences(project);
}

/** The wanted images and their bases. */
function restrict(plan: ImagePlan, wanted: readonly string[]): ImagePlan {
  const needed = new Set(wanted);
  for (const image of [...plan.images].reverse()) {
    if (needed.has(image.source.name)) for (const name of image.dependsOn) needed.add(name);
  }
  return { images: plan.images.filter(({ source }) => needed.has(source.name)) };
}

async function isFile(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
}
