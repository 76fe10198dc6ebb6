import type { DockerConnection } from './connectDocker.ts';
import { explainDockerError, refusalStatus } from './dockerErrors.ts';

/** The id of an image that the Docker Engine has; undefined when it has none such. */
export async function readImageId(
  { docker, address }: DockerConnection,
  reference: string,
): Promise<string | undefined> {
  try {
    return (await docker.getImage(reference).inspect()).Id;
  } catch (error) {
    if (refusalStatus(error) === 404) return undefined;
    throw explainDockerError(error, address);
  }
}
