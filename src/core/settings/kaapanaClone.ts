import { stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Where `edk init` keeps its clone of the Kaapana repository at a version. */
export function cloneFolder(cacheFolder: string, buildVersion: string): string {
  return join(cacheFolder, 'kaapana', buildVersion);
}

export async function findClone(cacheFolder: string, buildVersion: string): Promise<string | undefined> {
  const folder = cloneFolder(cacheFolder, buildVersion);
  return stat(folder).then(
    () => folder,
    () => undefined,
  );
}
