import { EdkError } from '../../errors/edkError.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import type { BuildableImage } from '../../project/requireBuildable.ts';
import { findNamedBases } from '../../project/findNamedBases.ts';
import { resolveBase } from '../../project/references/imageReference.ts';
import { nearest } from '../../text/nearest.ts';
import type { EdkContext } from '../context/edkContext.ts';

/** Which base images to build; each includes those that it starts from. */
export type BaseChoice =
  | { readonly kind: 'all' }
  | { readonly kind: 'named'; readonly names: readonly string[] }
  /** The bases of the Dockerfiles in these folders. */
  | { readonly kind: 'usedIn'; readonly folders: readonly string[] };

export interface ChooseBasesOptions {
  readonly images: readonly BuildableImage[];
  readonly choice: BaseChoice;
  /** The folder that contains all base images, and much else. */
  readonly source: string;
}

/** Used when no Dockerfile names a base yet: what a new CPU-only extension starts from. */
const forNewExtensions = ['base-python-cpu', 'base-installer'];

/** A workflow's Dockerfiles are three levels below the workspace. */
const depth = 6;

/**
 * The chosen base images, in the given order.
 *
 * @throws EdkError `settings.invalid` for an unknown name.
 */
export async function chooseBases(
  edk: EdkContext,
  { images, choice, source }: ChooseBasesOptions,
  step: JobStep,
): Promise<readonly BuildableImage[]> {
  const byName = new Map(images.map((image) => [image.name, image]));
  const wanted = new Set<string>();
  const add = (name: string): void => {
    const image = byName.get(name);
    if (image === undefined || wanted.has(name)) return;
    wanted.add(name);
    for (const { reference } of image.bases) add(nameIn(edk, reference) ?? '');
  };
  for (const name of await firstWanted(edk, { names: [...byName.keys()], choice, source }, step)) add(name);
  return images.filter(({ name }) => wanted.has(name));
}

interface Choosing extends Omit<ChooseBasesOptions, 'images'> {
  readonly names: readonly string[];
}

async function firstWanted(
  edk: EdkContext,
  { names, choice, source }: Choosing,
  step: JobStep,
): Promise<readonly string[]> {
  switch (choice.kind) {
    case 'all':
      return names;
    case 'named': {
      const unknown = choice.names.find((name) => !names.includes(name));
      if (unknown === undefined) return choice.names;
      const near = nearest(unknown, names).concat(names);
      throw new EdkError('settings.invalid', `Unknown base image "${unknown}".`, {
        remedy: `Known: ${[...new Set(near)].join(', ')}.`,
      });
    }
    case 'usedIn':
      return usedIn(edk, { names, folders: choice.folders, source }, step);
  }
}

async function usedIn(
  edk: EdkContext,
  { names, folders, source }: Omit<Choosing, 'choice'> & { readonly folders: readonly string[] },
  step: JobStep,
): Promise<readonly string[]> {
  const { kaapanaRepository, buildArguments } = edk.settings;
  // Their Dockerfiles are those of the base images themselves, and examples.
  const exclude = [source, edk.templatesFolder, ...(kaapanaRepository === undefined ? [] : [kaapanaRepository])];
  const used = new Set<string>();
  for (const folder of folders.filter((one) => !exclude.includes(one))) {
    const found = await findNamedBases(folder, { depth, exclude, buildArguments });
    const [unread] = found.unread;
    if (unread !== undefined) {
      step.warn(`${unread} cannot be read, so all base images are built.`);
      return names;
    }
    for (const reference of found.references) used.add(nameIn(edk, reference) ?? '');
  }
  const usedHere = names.filter((name) => used.has(name));
  return usedHere.length === 0 ? forNewExtensions : usedHere;
}

function nameIn({ settings }: EdkContext, reference: string): string | undefined {
  const base = resolveBase(reference, { siblings: new Set(), registry: settings.registry });
  return base.kind === 'external' ? undefined : base.name;
}
