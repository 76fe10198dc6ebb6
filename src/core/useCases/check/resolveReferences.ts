import type { RenderedChart, ResolvedReference } from '../../checks/facts.ts';
import type { ImageUse } from '../../checks/reference/imageUse.ts';
import { imageUses } from '../../checks/reference/imageUses.ts';
import type { Project } from '../../project/project.ts';
import { EdkError } from '../../errors/edkError.ts';
import { describeInvalid } from '../../project/references/imageReference.ts';
import { lookUpImage, whoseRegistry } from './lookUpImage.ts';
import type { EdkContext } from '../context/edkContext.ts';

type Origin = Pick<ResolvedReference, 'origin' | 'note'>;

/** Finds out where every image comes from that operators and the rendered chart name. Every image is looked up once. */
export async function resolveReferences(
  edk: EdkContext,
  project: Project,
  rendered: RenderedChart | undefined,
  signal: AbortSignal,
): Promise<ResolvedReference[]> {
  const asked = new Map<string, Promise<Origin>>();
  return Promise.all(
    [...imageUses(project, rendered)].map(async (use) => {
      const key = use.reference ?? '';
      const origin = knownOrigin(use) ?? asked.get(key) ?? lookUp(edk, key, signal);
      if (origin instanceof Promise) asked.set(key, origin);
      return { ...use, ...(await origin) };
    }),
  );
}

/** The same for one image, for somebody who waits for it: registries that no settings name are not asked. */
export async function resolveReference(
  edk: EdkContext,
  use: ImageUse,
  signal: AbortSignal,
): Promise<ResolvedReference> {
  const known = knownOrigin(use);
  const reference = use.reference ?? '';
  if (known !== undefined) return { ...use, ...known };
  if (whoseRegistry(reference, edk.settings) === 'elsewhere') return { ...use, origin: 'unknown' };
  return { ...use, ...(await lookUp(edk, reference, signal)) };
}

/** Where an image comes from as far as nobody has to be asked. */
function knownOrigin({ own, reference, image }: ImageUse): Origin | undefined {
  if (own !== undefined) return { origin: 'project' };
  if (reference === undefined) return { origin: 'unknown', note: 'Its name is only known when it runs.' };
  if (reference === '') return { origin: 'nowhere' };
  if (image === undefined) return { origin: 'unknown', note: describeInvalid(reference) };
  if (reference.startsWith('local-only/')) {
    return { origin: 'unknown', note: 'It has to be imported; only the node knows which images it has.' };
  }
  return undefined;
}

async function lookUp(edk: EdkContext, reference: string, signal: AbortSignal): Promise<Origin> {
  try {
    const digest = await lookUpImage(edk, reference, signal);
    return { origin: digest === undefined ? 'nowhere' : whoseRegistry(reference, edk.settings) };
  } catch (error) {
    if (!(error instanceof EdkError) || signal.aborted) throw error;
    return { origin: 'unknown', note: error.message };
  }
}
