import type { Finding } from './doctorCheck.ts';
import type { DoctorContext } from './doctorContext.ts';

const gigabyte = 1e9;
/** A base image with its layers, and the push of it, need about this much. */
const needed = 2 * gigabyte;
const comfortable = 10 * gigabyte;

export async function checkDisk(context: DoctorContext): Promise<Finding> {
  const folders = [context.settings.folders.state];
  const dockerFolder = await dockerRoot(context);
  if (dockerFolder !== undefined) folders.push(dockerFolder);
  const disks = await Promise.all(folders.map(async (folder) => ({ folder, ...(await context.diskSpace(folder)) })));
  const tightest = disks.reduce((least, disk) => (disk.freeBytes < least.freeBytes ? disk : least));
  const { folder, freeBytes, totalBytes } = tightest;
  const what = `${inGigabytes(freeBytes)} of ${inGigabytes(totalBytes)} free at ${folder}`;
  if (freeBytes >= comfortable) return { status: 'ok', what };
  return {
    status: freeBytes < needed ? 'problem' : 'warning',
    what: `${what}; builds need at least ${inGigabytes(needed)}, preferably ${inGigabytes(comfortable)}.`,
    remedy:
      folder === dockerFolder
        ? 'Remove unused images and build caches with "docker system prune".'
        : `Free some space on the disk of ${folder}.`,
  };
}

/** Undefined when Docker does not answer, which another check reports. */
async function dockerRoot({ docker, signal }: DoctorContext): Promise<string | undefined> {
  try {
    return (await docker(signal)).rootFolder;
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

const inGigabytes = (bytes: number) => `${(bytes / gigabyte).toFixed(bytes < 10 * gigabyte ? 1 : 0)} GB`;
