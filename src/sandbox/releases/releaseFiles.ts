import { randomUUID } from 'node:crypto';
import { readdir, readFile, rm, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { writePrivateFile } from '../../core/files/writeFiles.ts';
import { parseJson } from '../../core/text/parseJson.ts';
import { pathInside } from '../state/pathInside.ts';
import { moveAside, folderOfClaim, isPlatformClaim, type StateFolder } from '../state/stateFolder.ts';
import { releaseSchema, type Release } from './release.ts';

/** The releases on disk, one file each. */
export interface ReleaseFiles {
  /** All releases; a damaged file is moved aside and reported. */
  read(): Promise<Release[]>;
  /** Writes the latest state; calls that come while one is being written are joined. */
  save(release: Release): void;
  remove(name: string): Promise<void>;
  /** Waits until everything is written. */
  settle(): Promise<void>;
}

interface ReleaseFilesParts {
  readonly folder: string;
  readonly log: (line: string) => void;
  /** Called with a sentence about each file that was moved aside. */
  readonly reportDamage: (damage: string) => void;
}

export function createReleaseFiles({ folder, log, reportDamage }: ReleaseFilesParts): ReleaseFiles {
  const waiting = new Map<string, Release>();
  const writing = new Map<string, Promise<void>>();
  const fileOf = (name: string) => pathInside(folder, `${name}.json`);

  async function writeWaiting(name: string): Promise<void> {
    for (let release = waiting.get(name); release !== undefined; release = waiting.get(name)) {
      waiting.delete(name);
      try {
        await writePrivateFile(fileOf(name), `${JSON.stringify(release, undefined, 2)}\n`);
      } catch (error) {
        log(`The release ${name} cannot be saved: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    writing.delete(name);
  }

  return {
    async read() {
      const releases: Release[] = [];
      for (const entry of await readdir(folder)) {
        // Being written when the platform was killed: the old state or none is beside it.
        if (entry.endsWith('.tmp')) await rm(join(folder, entry), { force: true });
        if (!entry.endsWith('.json')) continue;
        const file = join(folder, entry);
        const release = parseJson(await readFile(file, 'utf8').catch(() => ''), releaseSchema);
        // Under another name it is a copy: removing the release would leave it.
        if (release !== undefined && entry === `${release.name}.json`) releases.push(release);
        else reportDamage(await moveAside(file));
      }
      return releases;
    },
    save(release) {
      waiting.set(release.name, structuredClone(release));
      if (!writing.has(release.name)) writing.set(release.name, writeWaiting(release.name));
    },
    async remove(name) {
      waiting.delete(name);
      await writing.get(name);
      await rm(fileOf(name), { force: true });
    },
    async settle() {
      await Promise.all(writing.values());
    },
  };
}

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
