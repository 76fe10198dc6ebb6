import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DiskSpace } from './doctorContext.ts';

/** Space on the disk of a folder, or of the nearest folder above it that exists yet. */
export async function freeDiskSpace(folder: string): Promise<DiskSpace> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isMissing || dirname(folder) === folder) throw error;
    return freeDiskSpace(dirname(folder));
  }
}
