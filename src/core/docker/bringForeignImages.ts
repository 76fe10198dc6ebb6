import { createReadStream } from 'node:fs';
import { z } from 'zod';
import { EdkError } from '../errors/edkError.ts';
import type { JobStep } from '../jobs/jobStep.ts';
import type { DockerConnection } from './connectDocker.ts';
import { explainDockerError, readJsonLines } from './dockerAnswers.ts';
import { engineAuthentication, type RegistryCredentials } from './openBuildSession.ts';

const messageSchema = z.object({
  stream: z.string().optional(),
  status: z.string().optional(),
  error: z.string().optional(),
});

/**
 * Loads an archive of images into the Docker Engine.
 *
 * @returns references of its images; untagged images are omitted.
 * @throws EdkError `docker.*`.
 */
export async function loadImages(
  { docker, address }: DockerConnection,
  archive: string,
  step: JobStep,
): Promise<readonly string[]> {
  const references: string[] = [];
  try {
    // Quiet only disables progress bars.
    const answer = await docker.loadImage(createReadStream(archive, { signal: step.signal }), { quiet: true });
    for await (const value of readJsonLines(answer)) {
      const { stream, error } = messageSchema.parse(value);
      if (error !== undefined)
        throw new EdkError('docker.failed', `${archive} is not an image archive.`, { detail: error });
      const [, reference] = /^Loaded image: (\S+)/.exec(stream ?? '') ?? [];
      if (reference !== undefined) references.push(reference);
    }
  } catch (error) {
    step.signal.throwIfAborted();
    throw explainDockerError(error, address);
  }
  return references;
}

/** Pulls an image into the Docker Engine. @throws EdkError `docker.*`. */
export async function pullImage(
  { docker, address }: DockerConnection,
  { reference, credentials }: { readonly reference: string; readonly credentials: RegistryCredentials | undefined },
  step: JobStep,
): Promise<void> {
  try {
    const authconfig = engineAuthentication(credentials);
    const messages = await docker.pull(reference, { authconfig, abortSignal: step.signal });
    for await (const value of readJsonLines(messages)) {
      const { status, error } = messageSchema.parse(value);
      if (error !== undefined) throw new EdkError('docker.failed', `${reference} cannot be pulled.`, { detail: error });
      step.progress({ message: status });
    }
  } catch (error) {
    step.signal.throwIfAborted();
    throw explainDockerError(error, address);
  }
}
