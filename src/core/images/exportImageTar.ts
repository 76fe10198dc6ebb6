import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { DockerConnection } from '../docker/connectDocker.ts';
import { dialDocker } from '../docker/dialDocker.ts';
import { explainDockerError } from '../docker/dockerErrors.ts';
import { explainFileError } from '../errors/fileErrors.ts';
import type { JobStep } from '../jobs/jobStep.ts';
import { formatBytes } from '../text/formatBytes.ts';

/** Writes an image that the Docker Engine has as the tar of `docker save`; the file is whole or not there. */
export async function exportImageTar(
  reference: string,
  file: string,
  connection: DockerConnection,
  step: JobStep,
): Promise<void> {
  const unfinished = `${file}.${randomUUID()}.tmp`;
  try {
    const tar = await openSave(reference, connection, step);
    await mkdir(dirname(file), { recursive: true });
    await pipeline(tar, counter(step), createWriteStream(unfinished), { signal: step.signal });
    await rename(unfinished, file);
    step.result(`${file} (${formatBytes((await stat(file)).size)})`);
  } catch (error) {
    step.signal.throwIfAborted();
    throw explainFileError(error, file);
  } finally {
    await rm(unfinished, { force: true });
  }
}

async function openSave(reference: string, { docker, address }: DockerConnection, step: JobStep): Promise<Readable> {
  try {
    const answer = await dialDocker(docker, {
      path: `/images/${reference}/get`,
      method: 'GET',
      isStream: true,
      statusCodes: { 200: true },
      abortSignal: step.signal,
    });
    if (answer instanceof Readable) return answer;
    throw new Error('The Docker Engine answered without a stream.');
  } catch (error) {
    step.signal.throwIfAborted();
    throw explainDockerError(error, address);
  }
}

function counter(step: JobStep): Transform {
  let done = 0;
  let told = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      done += chunk.length;
      if (done - told > 4 * 1024 * 1024) {
        told = done;
        step.progress({ done, unit: 'bytes' });
      }
      callback(null, chunk);
    },
  });
}
