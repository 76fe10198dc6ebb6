import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type DockerConnection, dialDocker, readImageId } from '../docker/connectDocker.ts';
import { pullImage } from '../docker/bringForeignImages.ts';
import { explainDockerError } from '../docker/dockerAnswers.ts';
import { explainFileError } from '../errors/fileErrors.ts';
import { makeFolder } from '../files/writeFiles.ts';
import { unfinishedName } from '../files/temporaryFiles.ts';
import type { JobStep } from '../jobs/jobStep.ts';
import type { RegistryCredentials } from '../docker/openBuildSession.ts';
import { formatBytes } from '../text/formatAmounts.ts';

export interface ExportImageTarOptions {
  /** With the registry that the builder pushes to: the image is pulled from there if the Engine does not have it. */
  readonly reference: string;
  readonly file: string;
  readonly connection: DockerConnection;
  readonly credentials?: RegistryCredentials | undefined;
}

/** Writes an image in the format of `docker save`; the file is complete or does not exist. */
export async function exportImageTar(options: ExportImageTarOptions, step: JobStep): Promise<void> {
  const { reference, file, connection } = options;
  // Before the Engine sends anything: an unread stream would stay open.
  await makeFolder(dirname(file));
  const unfinished = await unfinishedName(file);
  try {
    await fetchImage(options, step);
    const tar = await openSave(reference, connection, step);
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

/** An image that was not rebuilt may only be in the registry. */
async function fetchImage(options: ExportImageTarOptions, step: JobStep): Promise<void> {
  const { reference, connection, credentials } = options;
  if ((await readImageId(connection, reference)) !== undefined) return;
  await pullImage(connection, { reference, credentials }, step);
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
    throw new Error('The Docker Engine did not return a stream.');
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
