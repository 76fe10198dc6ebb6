import { realpath } from 'node:fs/promises';

/** One name for one folder, so that its lock holds whatever path leads to it. */
export async function projectFolder(folder: string): Promise<string> {
  // A folder that is not there is reported when it is read.
  return realpath(folder).catch(() => folder);
}
