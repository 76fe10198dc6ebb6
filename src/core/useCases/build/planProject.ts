import { join } from 'node:path';
import { readImageId } from '../../docker/connectDocker.ts';
import { EdkError } from '../../errors/edkError.ts';
import type { RegistryClient } from '../../registry/registryClient.ts';
import type { ImagePlan } from '../../images/plan/imagePlan.ts';
import { planImages } from '../../images/plan/planImages.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import type { BuildableImage } from '../../project/requireBuildable.ts';
import type { OperatorImageReference } from '../../project/python/findImageArguments.ts';
import { connectToDocker } from '../context/connectToDocker.ts';
import { connectToRegistry, type EdkContext } from '../context/edkContext.ts';

export interface PlanProjectOptions {
  readonly images: readonly BuildableImage[];
  readonly imageReferences: readonly OperatorImageReference[];
  /** Replaces the build version as tag. */
  readonly imageVersion?: string | undefined;
  readonly buildArguments?: Readonly<Record<string, string>> | undefined;
}

/** Plans the images of a project with what the local registry says of their bases. */
export async function planProject(edk: EdkContext, options: PlanProjectOptions, step: JobStep): Promise<ImagePlan> {
  const { registry, buildVersion, buildArguments, folders, carriedTag } = edk.settings;
  const { client } = connectToRegistry(edk, registry.push, step.signal);
  // Several images start from the same base: asked once, so that all see the same one.
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

/** Many registries let nobody list what they have: then there are no suggestions. */
async function listKnown(client: RegistryClient, signal: AbortSignal): Promise<readonly string[]> {
  try {
    return await client.listRepositories(signal);
  } catch (error) {
    if (!(error instanceof EdkError) || signal.aborted) throw error;
    return [];
  }
}
