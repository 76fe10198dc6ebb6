import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EdkError } from '../errors/edkError.ts';
import type { BuiltImage } from '../images/builtImage.ts';
import type { JobStep } from '../jobs/jobStep.ts';
import type { ImageSource } from '../project/extensionProject.ts';
import { readImages } from '../project/readImages.ts';
import { cloneFolder } from '../settings/kaapanaClone.ts';
import { bringImages } from './bringImages.ts';
import { baseImageFolders, cloneKaapana, isKaapanaRepository, revisionOf } from './kaapanaRepository.ts';
import { planProject } from './planProject.ts';
import type { Toolkit } from './toolkit.ts';

/** Where the base images come from. */
export type BaseSource =
  | { readonly kind: 'templates' }
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'clone'; readonly url: string };

/** The repository when one is given or configured, else our own small bases. */
export async function chooseBaseSource(kit: Toolkit, repository: string | undefined): Promise<BaseSource> {
  if (repository !== undefined) {
    const isUrl = /^(https?|ssh|git|file):\/\//.test(repository) || /^[\w.-]+@[\w.-]+:/.test(repository);
    return isUrl ? { kind: 'clone', url: repository } : { kind: 'folder', folder: repository };
  }
  const { kaapanaRepository } = kit.settings;
  if (kaapanaRepository !== undefined && (await isKaapanaRepository(kaapanaRepository))) {
    return { kind: 'folder', folder: kaapanaRepository };
  }
  return { kind: 'templates' };
}

/**
 * Builds the base images that extensions start from and pushes them to the local registry; what it has already is left
 * alone.
 */
export async function initBases(kit: Toolkit, source: BaseSource, step: JobStep): Promise<readonly BuiltImage[]> {
  const folders = await step.run('Find the base images', async (finding) => {
    const found = await baseFolders(kit, source, finding);
    finding.result(source.kind === 'templates' ? "the EDK's own" : describe(source));
    return found;
  });
  const images: ImageSource[] = [];
  const buildArguments = { ROOT_IMAGE: kit.settings.rootImage, ...kit.settings.buildArguments };
  for (const folder of folders) images.push(...(await readImages(folder, { buildArguments })));
  const plan = await step.run('Plan the images', (planning) =>
    planProject(kit, { images, imageReferences: [], buildArguments }, planning),
  );
  return step.run('Images', (building) => bringImages(kit, plan, building));
}

function describe(source: Exclude<BaseSource, { kind: 'templates' }>): string {
  return source.kind === 'folder' ? source.folder : source.url;
}

async function baseFolders(kit: Toolkit, source: BaseSource, step: JobStep): Promise<string[]> {
  switch (source.kind) {
    case 'templates':
      return [join(kit.templatesFolder, 'base-images')];
    case 'folder':
      return inRepository(source.folder);
    case 'clone':
      return inRepository(await provideClone(kit, source.url, step));
  }
}

async function inRepository(folder: string): Promise<string[]> {
  if (!(await isKaapanaRepository(folder))) {
    throw new EdkError('repository.failed', `${folder} is no clone of the Kaapana repository.`, {
      detail: `It has not all of: ${baseImageFolders.join(', ')}`,
    });
  }
  return baseImageFolders.map((path) => join(folder, path));
}

/** The clone appears under its name only when it is whole. */
async function provideClone(kit: Toolkit, url: string, step: JobStep): Promise<string> {
  const { settings } = kit;
  const revision = revisionOf(settings.buildVersion, settings.buildBranch);
  const folder = cloneFolder(settings.folders.cache, settings.buildVersion);
  if (await isKaapanaRepository(folder)) return folder;
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  try {
    await cloneKaapana(url, unfinished, revision, step);
    await rm(folder, { recursive: true, force: true });
    await rename(unfinished, folder);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return folder;
}
