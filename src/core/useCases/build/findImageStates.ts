import type { JobStep } from '../../jobs/jobStep.ts';
import type { BuildableProject } from '../../project/requireBuildable.ts';
import { findAllPushed, isPushed } from '../../images/push/findPushed.ts';
import { planProject } from './planProject.ts';
import { connectToRegistry, type EdkContext } from '../context/edkContext.ts';

export interface ImageState {
  readonly name: string;
  /** `current`: the registry has exactly what lies in the folder. `changed`: it has another content under that tag. */
  readonly state: 'current' | 'changed' | 'missing';
  /** By which the cluster pulls it. */
  readonly reference: string;
}

/** Compares the images of a project, as it lies on disk, with what the local registry has. Builds nothing. */
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
