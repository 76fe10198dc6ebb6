import { z } from 'zod';
import { EdkError } from '../errors/edkError.ts';
import type { DockerConnection } from './connectDocker.ts';
import { dialDocker } from './dialDocker.ts';
import { explainDockerError } from './dockerErrors.ts';

export interface DockerVersion {
  readonly version: string;
  readonly apiVersion: string;
}

const versionSchema = z.object({ Version: z.string(), ApiVersion: z.string() });

/** How long the Engine may take to answer, in milliseconds. */
const patience = 10_000;

/** @throws EdkError `docker.unreachable` naming the address, `docker.forbidden`, `docker.failed`. */
export async function checkDocker(connection: DockerConnection, signal: AbortSignal): Promise<DockerVersion> {
  const { docker, address } = connection;
  const deadline = AbortSignal.timeout(patience);
  let answer: unknown;
  try {
    answer = await dialDocker(docker, {
      path: '/version',
      method: 'GET',
      statusCodes: { 200: true },
      abortSignal: AbortSignal.any([signal, deadline]),
    });
  } catch (error) {
    signal.throwIfAborted();
    if (deadline.aborted) {
      const message = `The Docker Engine did not answer at ${address} within ${patience / 1000} s.`;
      throw new EdkError('docker.unreachable', message, { cause: error });
    }
    throw explainDockerError(error, address);
  }
  const parsed = versionSchema.safeParse(answer);
  if (!parsed.success) throw new EdkError('docker.unreachable', `What answers at ${address} is no Docker Engine.`);
  return { version: parsed.data.Version, apiVersion: parsed.data.ApiVersion };
}
