import type { RenderedChart, ResolvedReference, ImageUse } from '../../checks/facts.ts';
import { imageUses } from '../../checks/reference/imageUses.ts';
import type { Project } from '../../project/project.ts';
import { EdkError } from '../../errors/edkError.ts';
import type { ImagePlan } from '../../images/plan/imagePlan.ts';
import {
  describeInvalid,
  knownRegistries,
  locateImage,
  requireImage,
} from '../../project/references/imageReference.ts';
import { type EdkContext, connectToRegistry } from '../context/edkContext.ts';
import type { Settings } from '../../settings/settings.ts';

type Origin = Pick<ResolvedReference, 'origin' | 'note' | 'problem'>;

interface ReferencesToResolve {
  readonly project: Project;
  readonly rendered: Pick<RenderedChart, 'manifests'> | undefined;
  /** What a build pushes: the project's own images are then looked up too, as the cluster will pull them. */
  readonly plan?: ImagePlan | undefined;
}

/** Finds the origin of every image that operators and the rendered chart name. Looks each image up once. */
export async function resolveReferences(
  edk: EdkContext,
  { project, rendered, plan }: ReferencesToResolve,
  signal: AbortSignal,
): Promise<ResolvedReference[]> {
  const asked = new Map<string, Promise<Origin>>();
  return Promise.all(
    [...imageUses(project, edk.settings, rendered)].map(async (written) => {
      const use = plan === undefined ? written : asPlanned(written, plan);
      const key = use.reference ?? '';
      const origin = knownOrigin(use) ?? asked.get(key) ?? lookUp(edk, key, signal);
      if (origin instanceof Promise) asked.set(key, origin);
      return { ...use, ...(await origin) };
    }),
  );
}

/** The same for one image while a person is waiting: asks only registries named in the settings. */
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

/** Operators are staged with the tag from the plan; the chart was rendered after staging. */
function asPlanned(use: ImageUse, { images }: ImagePlan): ImageUse {
  const planned = images.find(({ source }) => source.name === use.own?.name);
  if (planned === undefined) return { ...use, own: undefined };
  return { ...use, own: undefined, reference: use.kind === 'operator' ? planned.pull[planned.carried] : use.reference };
}

/** The origin of an image as far as it is known without asking a registry. */
function knownOrigin({ own, reference, image }: ImageUse): Origin | undefined {
  if (own !== undefined) return { origin: 'project' };
  if (reference === undefined) return { origin: 'unknown', note: 'Its name is only known at run time.' };
  if (reference === '') return { origin: 'nowhere' };
  if (image === undefined) return { origin: 'unknown', note: describeInvalid(reference) };
  if (reference.startsWith('local-only/')) {
    return { origin: 'unknown', note: 'It must be imported; only the node knows which images it has.' };
  }
  return undefined;
}

async function lookUp(edk: EdkContext, reference: string, signal: AbortSignal): Promise<Origin> {
  try {
    const digest = await lookUpImage(edk, reference, signal);
    return { origin: digest === undefined ? 'nowhere' : whoseRegistry(reference, edk.settings) };
  } catch (error) {
    if (!(error instanceof EdkError) || signal.aborted) throw error;
    return { origin: 'unknown', note: error.message, problem: error };
  }
}

type WhoseRegistry = 'registry' | 'platform' | 'elsewhere';

/** Whose registry a reference names: the local one, the platform's, another. */
export function whoseRegistry(
  reference: string,
  settings: Pick<Settings, 'registry' | 'platformRegistry'>,
): WhoseRegistry {
  const registry = locateImage(reference, knownRegistries(settings))?.registry;
  if (registry === settings.registry.pull || registry === settings.registry.push) return 'registry';
  return registry === settings.platformRegistry ? 'platform' : 'elsewhere';
}

/**
 * Asks the registry in a reference for the digest of the image; undefined if the image does not exist.
 *
 * @throws EdkError `reference.invalid`, `registry.unreachable`, `registry.refused`, `registry.failed`.
 */
async function lookUpImage(edk: EdkContext, reference: string, signal: AbortSignal): Promise<string | undefined> {
  const { registry, repository, tag } = requireImage(reference, knownRegistries(edk.settings));
  const isLocal = whoseRegistry(reference, edk.settings) === 'registry';
  const address = isLocal ? edk.settings.registry.push : registry;
  const { client } = connectToRegistry(edk, address, signal);
  return client.digest(repository, tag, signal);
}
