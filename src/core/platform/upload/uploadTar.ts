import { EdkError } from '../../errors/edkError.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import { addressOf } from '../callPlatform.ts';
import type { PlatformConnection } from '../platformConnection.ts';
import { importContainer } from '../platformApi.ts';
import { uploadByFilepond, type UploadSource } from './uploadByFilepond.ts';

/** Uploads the tar of an image and brings it into the cluster. */
export async function uploadTar(platform: PlatformConnection, source: UploadSource, step: JobStep): Promise<void> {
  await step.run(`Upload ${source.name}`, async (upload) => {
    const outcome = await uploadByFilepond(platform, source, upload);
    if (outcome === 'uploaded') return;
    throw new EdkError('platform.uploadRefused', `The platform at ${addressOf(platform)} does not accept image files.`);
  });
  await step.run(`Import ${source.name}`, (importing) => importContainer(platform, source.name, importing.signal));
}
