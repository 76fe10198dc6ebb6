import { join, basename, dirname } from 'node:path';
import { readImageId } from '../../docker/connectDocker.ts';
import { EdkError } from '../../errors/edkError.ts';
import type { RegistryClient } from '../../registry/registryClient.ts';
import type { ImagePlan } from '../../images/plan/imagePlan.ts';
import { planImages } from '../../images/plan/planImages.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import type { BuildableImage, BuildableProject } from '../../project/requireBuildable.ts';
import type { OperatorImageReference } from '../../project/python/findImageArguments.ts';
import { connectToDocker, connectToRegistry, type EdkContext } from '../context/edkContext.ts';
import { findAllPushed, isPushed } from '../../images/push/pushedImages.ts';

export interface PlanProjectOptions {
  readonly images: readonly BuildableImage[];
  readonly imageReferences: readonly OperatorImageReference[];
  /** Replaces the build version as tag. */
  readonly imageVersion?: string | undefined;
  readonly buildArguments?: Readonly<Record<string, string>> | undefined;
}

/** Plans the images of a project; the local registry provides the digests of their bases. */
export async function planProject(edk: EdkContext, options: PlanProjectOptions, step: JobStep): Promise<ImagePlan> {
  const { registry, buildVersion, buildArguments, folders, carriedTag } = edk.settings;
  const { client } = connectToRegistry(edk, registry.push, step.signal);
  // Asked once per base, so that all images that start from it use the same one.
  const digests = new Map<string, Promise<string | undefined>>();
  return planImages(
    {
      images: options.images,
      imageReferences: options.imageReferences,
      registry,
      buildVersion,
      imageVersion: options.imageVersion,
      carriedTag,
      digestFolder: join(folders.cache, 'digests'),
      buildArguments: { ...buildArguments, ...options.buildArguments },
      bases: {
        registryDigest: (name, tag) => {
          const key = `${name}@${tag}`;
          const digest = digests.get(key) ?? client.digest(name, tag, step.signal);
          digests.set(key, digest);
          return digest;
        },
        registryNames: () => listKnown(client, step.signal),
        externalIdentity: async ({ reference }) => {
          return readImageId(await connectToDocker(edk), reference);
        },
      },
    },
    step,
  );
}

/** Many registries do not allow listing; then there are no suggestions. */
async function listKnown(client: RegistryClient, signal: AbortSignal): Promise<readonly string[]> {
  try {
    return await client.listRepositories(signal);
  } catch (error) {
    if (!(error instanceof EdkError) || signal.aborted) throw error;
    return [];
  }
}

export interface ImageState {
  readonly name: string;
  /** `current`: the registry has the same content as the folder. `changed`: it has other content under that tag. */
  readonly state: 'current' | 'changed' | 'missing';
  /** The reference by which the cluster pulls it. */
  readonly reference: string;
}

/** Compares the images of a project on disk with those in the local registry. Builds nothing. */
export async function findImageStates(
  edk: EdkContext,
  project: Pick<BuildableProject, 'images' | 'imageReferences'>,
  step: JobStep,
): Promise<readonly ImageState[]> {
  const plan = await planProject(edk, project, step);
  const { client } = connectToRegistry(edk, edk.settings.registry.push, step.signal);
  return (await findAllPushed(plan, client, step.signal)).map((found) => {
    const { source, pull } = found.image;
    const state = isPushed(found) ? 'current' : found.named === undefined ? 'missing' : 'changed';
    return { name: source.name, state, reference: pull.version };
  });
}

/** Folders of the workflow layout directly in the extension's folder. */
const partFolders = ['extension', 'processing-containers'];

/** The extension that contains a folder: the folder above `extension` or `processing-containers`. */
export function enclosingProject(folder: string): string | undefined {
  for (let current = folder; dirname(current) !== current; current = dirname(current)) {
    if (partFolders.includes(basename(current))) return dirname(current);
  }
  return undefined;
}
