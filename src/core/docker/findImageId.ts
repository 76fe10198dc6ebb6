import { z } from 'zod';
import type { DockerConnection } from './connectDocker.ts';
import { dialDocker } from './dialDocker.ts';

const imageSchema = z.object({ Id: z.string() });

/** The id of an image that the Docker Engine has; undefined when it does not have it or cannot be asked. */
export async function findImageId(
  { docker }: DockerConnection,
  reference: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const answer = await dialDocker(docker, {
      path: `/images/${reference}/json`,
      method: 'GET',
      statusCodes: { 200: true },
      abortSignal: signal,
    });
    return imageSchema.safeParse(answer).data?.Id;
  } catch {
    signal.throwIfAborted();
    // The build itself will say what is wrong with the Engine or the image.
    return undefined;
  }
}
