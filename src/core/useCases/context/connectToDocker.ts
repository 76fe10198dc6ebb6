import type { DockerConnection } from '../../docker/connectDocker.ts';
import type { EdkContext } from './edkContext.ts';

/** The Docker client is loaded when it is needed, and stays out of what only reads: the editor bundles that. */
export async function connectToDocker({ environment }: EdkContext): Promise<DockerConnection> {
  const { connectDocker } = await import('../../docker/connectDocker.ts');
  return connectDocker({ ...environment.docker, home: environment.home });
}
