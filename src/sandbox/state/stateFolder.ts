import { createHash } from 'node:crypto';
import { realpath, rm, stat, lstat, rename } from 'node:fs/promises';
import { join, basename } from 'node:path';
import { explainFileError } from '../../core/errors/fileErrors.ts';
import { makeFolder, makePrivateFolder } from '../../core/files/writeFiles.ts';
import { pathInside } from './pathInside.ts';

/** Where everything lies that the local platform keeps. */
export interface StateFolder {
  readonly root: string;
  /** Tells this platform's containers from those of another state folder. */
  readonly id: string;
  /** Uploaded charts and image archives. */
  readonly charts: string;
  readonly releases: string;
  /** Unfinished uploads; emptied at start, as the real backend forgets them. */
  readonly uploads: string;
  readonly volumes: string;
  readonly dags: string;
  readonly plugins: string;
  readonly logs: string;
  /** Volumes that live as long as a pod. */
  readonly pods: string;
  /** What is to be removed as soon as nobody writes to it. */
  readonly trash: string;
  /** Storage of the registry beside the platform. */
  readonly registry: string;
  /** What lay in the place of a folder and was moved aside, one sentence each. */
  readonly damage: readonly string[];
}

/** What containers mount is read under other users' numbers there; the folders around it keep others out. */
const mountedFolderMode = 0o755;

/** Makes what is missing of the state folder, for its owner alone, and moves aside what is not a folder. */
export async function openStateFolder(folder: string): Promise<StateFolder> {
  try {
    await makePrivateFolder(folder);
    const root = await realpath(folder);
    const volumes = join(root, 'volumes');
    const damage: string[] = [];
    const state: StateFolder = {
      root,
      id: createHash('sha256').update(root).digest('hex').slice(0, 12),
      charts: join(root, 'charts'),
      releases: join(root, 'releases'),
      uploads: join(root, 'uploads'),
      volumes,
      dags: join(volumes, 'workflows', 'dags'),
      plugins: join(volumes, 'workflows', 'plugins'),
      logs: join(root, 'logs'),
      pods: join(root, 'pods'),
      trash: join(root, 'trash'),
      registry: join(root, 'registry'),
      damage,
    };
    await rm(state.uploads, { recursive: true, force: true });
    const { charts, releases, uploads, dags, plugins, logs, pods, trash, registry } = state;
    for (const part of [charts, releases, uploads, volumes, logs, pods, trash, registry]) {
      damage.push(...(await moveAsideNoFolder(part)));
      await makePrivateFolder(part);
    }
    for (const part of [join(volumes, 'workflows'), dags, plugins]) {
      damage.push(...(await moveAsideNoFolder(part)));
      await makeFolder(part, { mode: mountedFolderMode });
    }
    return state;
  } catch (error) {
    throw explainFileError(error, folder);
  }
}

async function moveAsideNoFolder(path: string): Promise<string[]> {
  // A link leads to a folder that somebody chose.
  const facts = await stat(path).catch(() => undefined);
  return facts === undefined || facts.isDirectory() ? [] : [await moveAside(path)];
}

/** Claims that belong to the platform, whatever chart names them. */
export function isPlatformClaim(claim: string): boolean {
  return claim === 'dags-pv-claim' || claim === 'af-plugins-pv-claim';
}

/** The folder behind a PersistentVolumeClaim. No folder of a claim contains another's. */
export function folderOfClaim(state: StateFolder, claim: string): string {
  switch (claim) {
    case 'dags-pv-claim':
      return state.dags;
    case 'af-plugins-pv-claim':
      return state.plugins;
    case 'workflows':
      // Here the platform's own claims lie. No claim has an underscore in its name.
      return join(state.volumes, '_workflows');
    default:
      return pathInside(state.volumes, claim);
  }
}

/** Renames what cannot be used, so that nothing of it is lost. Answers with a sentence about it. */
export async function moveAside(path: string): Promise<string> {
  for (let number = 1; ; number++) {
    const aside = `${path}.damaged${number === 1 ? '' : `-${number}`}`;
    if (await exists(aside)) continue;
    await rename(path, aside);
    return `${path} is damaged; it was renamed to ${basename(aside)}.`;
  }
}

async function exists(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined;
}
