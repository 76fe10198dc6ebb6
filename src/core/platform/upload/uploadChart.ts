import type { JobStep } from '../../jobs/jobStep.ts';
import type { PlatformConnection } from '../platformConnection.ts';
import { uploadByFilepond, type UploadSource } from './uploadByFilepond.ts';
import { uploadFile } from './uploadFile.ts';

/** Puts a packaged chart on the platform, replacing one of the same name and version. */
export async function uploadChart(platform: PlatformConnection, source: UploadSource, step: JobStep): Promise<void> {
  const outcome = await uploadByFilepond(platform, source, step);
  if (outcome === 'unsupported') await uploadFile(platform, source, step.signal);
}
