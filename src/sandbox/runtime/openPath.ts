import { constants } from 'node:fs';
import { lstat, mkdir, open, realpath, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { EdkError } from '../../core/errors/edkError.ts';

/** What stands at the end of a path inside a volume. */
export interface OpenedPath {
  readonly path: string;
  /** Tells it from anything that is put in its place. */
  readonly identity: string;
}

/**
 * Leads to a folder or file inside a volume, component by component and without following a link: a pod may have
 * planted one that leads to this machine's files. The folder of the volume itself may be a link, since no pod sees
 * where it stands. Folders that are missing are made.
 *
 * @throws EdkError `platform.unsupported` when a component is a link or something else that is not a folder.
 */
export async function openPath(volume: string, subPath: string): Promise<OpenedPath> {
  const root = await realpath(volume);
  const components = subPath.split('/').filter((part) => part !== '' && part !== '.');
  const walk = process.platform === 'linux' ? walkByHandles : walkByNames;
  const identity = await walk(root, components);
  return { path: join(root, ...components), identity };
}

// Node has no name for it: a handle that only stands for a place, which needs no right to read.
const placeOnly = 0o10_000_000;
const folderFlags = placeOnly | constants.O_DIRECTORY | constants.O_NOFOLLOW;

/** Each step starts at the open folder before it, so that nothing on the way can be exchanged meanwhile. */
async function walkByHandles(root: string, components: readonly string[]): Promise<string> {
  let folder = await open(root, folderFlags);
  try {
    for (const [index, name] of components.entries()) {
      const place = `/proc/self/fd/${folder.fd}/${name}`;
      const isLast = index === components.length - 1;
      if (isLast && (await lstat(place).catch(() => undefined))?.isFile() === true) return await identityOfFile(place);
      const next = await openFolder(place, components.slice(0, index + 1));
      await folder.close();
      folder = next;
    }
    return identityOf(await folder.stat());
  } finally {
    await folder.close();
  }
}

async function identityOfFile(place: string): Promise<string> {
  const file = await open(place, placeOnly | constants.O_NOFOLLOW);
  try {
    return identityOf(await file.stat());
  } finally {
    await file.close();
  }
}

async function openFolder(place: string, components: readonly string[]): Promise<FileHandle> {
  await makeFolder(place);
  try {
    return await open(place, folderFlags);
  } catch (error) {
    throw notFolder(components, error);
  }
}

/** Where there are no handles of folders. */
async function walkByNames(root: string, components: readonly string[]): Promise<string> {
  let place = root;
  for (const [index, name] of components.entries()) {
    place = join(place, name);
    await makeFolder(place);
    const facts = await lstat(place);
    const isLast = index === components.length - 1;
    if (!facts.isDirectory() && !(isLast && facts.isFile())) throw notFolder(components.slice(0, index + 1));
  }
  return identityOf(await stat(place));
}

async function makeFolder(place: string): Promise<void> {
  try {
    await mkdir(place);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

function identityOf({ dev, ino }: { readonly dev: number; readonly ino: number }): string {
  return `${dev}:${ino}`;
}

function notFolder(components: readonly string[], cause?: unknown): EdkError {
  const path = JSON.stringify(components.join('/'));
  return new EdkError(
    'platform.unsupported',
    `The subPath ${path} of a volume mount passes through a link, or something else that is not a folder.`,
    { cause },
  );
}
