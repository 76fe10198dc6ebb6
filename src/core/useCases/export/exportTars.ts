import { join } from 'node:path';
import type { BuiltImage } from '../../images/build/buildImage.ts';
import { exportImageTar } from '../../images/exportImageTar.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import { uploadTar } from '../../platform/upload/uploadChart.ts';
import { connectToDocker, connectToPlatform, connectToRegistry, type EdkContext } from '../context/edkContext.ts';

export interface ExportTarsOptions {
  readonly images: readonly BuiltImage[];
  readonly folder: string;
  readonly then: 'write' | 'import';
}

/** Writes each image as `<name>-<version>.tar` and, when asked, imports it into the platform. Returns the files. */
export async function exportTars(
  edk: EdkContext,
  { images, folder, then }: ExportTarsOptions,
  step: JobStep,
): Promise<string[]> {
  const connection = await connectToDocker(edk);
  const credentials = await connectToRegistry(edk, edk.settings.registry.push, step.signal).credentials();
  const files: string[] = [];
  for (const { image } of images) {
    const name = `${image.source.name}-${image.tags.version}.tar`;
    const file = join(folder, name);
    await step.run(`Write ${name}`, (writing) =>
      exportImageTar({ reference: image.push.version, file, connection, credentials }, writing),
    );
    files.push(file);
    if (then === 'import') await uploadTar(connectToPlatform(edk), { file, name }, step);
  }
  return files;
}
