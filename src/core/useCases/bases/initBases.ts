import { rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { EdkError } from '../../errors/edkError.ts';
import type { BuiltImage } from '../../images/build/buildImage.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import type { BuildableImage } from '../../project/requireBuildable.ts';
import { readProject } from '../../project/readProject.ts';
import { requireImages } from '../../project/requireBuildable.ts';
import { cloneFolder } from '../../settings/settings.ts';
import { withoutCredentials } from '../../text/plainText.ts';
import { ensureImages } from '../build/ensureImages.ts';
import { chooseBases, type BaseChoice } from './chooseBases.ts';
import { baseImageFolders, cloneKaapana, isCloneOf, isKaapanaRepository, revisionOf } from './kaapanaRepository.ts';
import { planProject } from '../build/planProject.ts';
import type { EdkContext } from '../context/edkContext.ts';

/** Where the base images come from. */
export type BaseSource =
  | { readonly kind: 'templates' }
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'clone'; readonly url: string };

/** The repository if one is given or configured, otherwise our own small base images. */
export async function chooseBaseSource(edk: EdkContext, repository: string | undefined): Promise<BaseSource> {
  if (repository !== undefined) {
    const isUrl = /^(https?|ssh|git|file):\/\//.test(repository) || /^[\w.-]+@[\w.-]+:/.test(repository);
    return isUrl ? { kind: 'clone', url: repository } : { kind: 'folder', folder: repository };
  }
  const { kaapanaRepository } = edk.settings;
  if (kaapanaRepository !== undefined && (await isKaapanaRepository(kaapanaRepository))) {
    return { kind: 'folder', folder: kaapanaRepository };
  }
  return { kind: 'templates' };
}

/**
 * Builds the chosen base images and pushes them to the local registry. Images that it already has are not built.
 *
 * @throws EdkError `repository.failed`, `settings.invalid`, and what building throws.
 */
export async function initBases(
  edk: EdkContext,
  { source, choice }: { readonly source: BaseSource; readonly choice: BaseChoice },
  step: JobStep,
): Promise<readonly BuiltImage[]> {
  const buildArguments = { ROOT_IMAGE: edk.settings.rootImage, ...edk.settings.buildArguments };
  const images = await step.run('Find the base images', async (finding) => {
    const { folder, inside } = await baseFolders(edk, source, finding);
    const all: BuildableImage[] = [];
    for (const path of inside) {
      all.push(...requireImages(await readProject(join(folder, path), { buildArguments, signal: finding.signal })));
    }
    const chosen = await chooseBases(edk, { images: all, choice, source: folder }, finding);
    const leftOut = all.filter((image) => !chosen.includes(image));
    const without = leftOut.length === 0 ? '' : `, without ${namesOf(leftOut)}: "edk init --all" builds all`;
    const origin = source.kind === 'templates' ? "the EDK's own" : `from ${describe(source)}`;
    finding.result(`${namesOf(chosen)}, ${origin}${without}`);
    return chosen;
  });
  const plan = await step.run('Plan the images', (planning) =>
    planProject(edk, { images, imageReferences: [], buildArguments }, planning),
  );
  return step.run('Images', (building) => ensureImages(edk, plan, building));
}

function namesOf(images: readonly BuildableImage[]): string {
  return images.map(({ name }) => name).join(', ');
}

function describe(source: Exclude<BaseSource, { kind: 'templates' }>): string {
  return source.kind === 'folder' ? source.folder : withoutCredentials(source.url);
}

interface BaseFolders {
  readonly folder: string;
  /** Paths in it. */
  readonly inside: readonly string[];
}

async function baseFolders(edk: EdkContext, source: BaseSource, step: JobStep): Promise<BaseFolders> {
  switch (source.kind) {
    case 'templates':
      return { folder: edk.templatesFolder, inside: ['base-images'] };
    case 'folder':
      return inRepository(resolve(source.folder));
    case 'clone':
      return inRepository(await provideClone(edk, source.url, step));
  }
}

async function inRepository(folder: string): Promise<BaseFolders> {
  if (!(await isKaapanaRepository(folder))) {
    throw new EdkError('repository.failed', `${folder} is not a clone of the Kaapana repository.`, {
      detail: `It must contain: ${baseImageFolders.join(', ')}`,
    });
  }
  return { folder, inside: baseImageFolders };
}

/** The clone gets its final name only when it is complete. */
async function provideClone(edk: EdkContext, url: string, step: JobStep): Promise<string> {
  const { settings } = edk;
  const source = { url, revision: revisionOf(settings.buildVersion, settings.buildBranch) };
  const folder = cloneFolder(settings.folders.cache, settings.buildVersion);
  if ((await isKaapanaRepository(folder)) && (await isCloneOf(folder, source))) return folder;
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  try {
    await cloneKaapana(source, unfinished, step);
    await rm(folder, { recursive: true, force: true });
    await rename(unfinished, folder);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return folder;
}
