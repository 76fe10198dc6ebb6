import { z } from 'zod';
import { EdkError } from '../errors/edkError.ts';
import type { DockerConnection } from './connectDocker.ts';
import { dialDocker } from './dialDocker.ts';
import { explainDockerError, refusalStatus } from './dockerErrors.ts';

const versionSchema = z.object({ Version: z.string() });

/** How long the Engine may take to answer, in milliseconds. */
const patience = 10_000;

/**
 * Whether a Docker Engine is there, asked in the way that costs it nothing: for its version it starts several programs.
 *
 * @throws EdkError `docker.unreachable` naming the address, `docker.forbidden`, `docker.failed`.
 */
export async function reachDocker(connection: DockerConnection, signal: AbortSignal): Promise<void> {
  const answer = await ask(connection, '/_ping', signal);
  if (String(answer).trim() !== 'OK') throw noEngine(connection.address);
}

/** @throws EdkError like reachDocker. */
export async function readDockerVersion(connection: DockerConnection, signal: AbortSignal): Promise<string> {
  const parsed = versionSchema.safeParse(await ask(connection, '/version', signal));
  if (!parsed.success) throw noEngine(connection.address);
  return parsed.data.Version;
}

async function ask({ docker, address }: DockerConnection, path: string, signal: AbortSignal): Promise<unknown> {
  const deadline = AbortSignal.timeout(patience);
  try {
    return await dialDocker(docker, {
      path,
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
    // Every Engine knows both paths.
    if (refusalStatus(error) === 404) throw noEngine(address, error);
    throw explainDockerError(error, address);
  }
}

function noEngine(address: string, cause?: unknown): EdkError {
  return new EdkError('docker.unreachable', `What answers at ${address} is no Docker Engine.`, { cause });
}
