import { randomUUID } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathInside } from '../state/pathInside.ts';
import { folderOfClaim, isPlatformClaim, type StateFolder } from '../state/stateFolder.ts';

/**
 * Takes the data of a release out of the way: those of its claims, and its pods' logs. A new release of the same name
 * begins without them, although old pods may still be writing. The folders returned are removed when those are gone.
 */
export async function setAsideReleaseData(
  state: StateFolder,
  { release, claims }: { readonly release: string; readonly claims: readonly string[] },
): Promise<string[]> {
  const folders = [
    pathInside(state.logs, release),
    ...claims.filter((claim) => !isPlatformClaim(claim)).map((claim) => folderOfClaim(state, claim)),
  ];
  const aside = await Promise.all(folders.map((folder) => setAside(folder, state)));
  return aside.filter((folder) => folder !== undefined);
}

async function setAside(folder: string, { trash }: StateFolder): Promise<string | undefined> {
  const place = join(trash, randomUUID());
  try {
    await rename(folder, place);
    return place;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

export async function removeFolders(folders: readonly string[]): Promise<void> {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
}
