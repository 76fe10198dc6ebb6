import { closeSync, lstatSync, openSync, readdirSync, readSync, type Dirent } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import pLimit from 'p-limit';
import { EdkError } from '../errors/edkError.ts';
import { explainFileError } from '../errors/fileErrors.ts';
import { kindOf, notRegular, isMissing, readRegularFile, sourceFileLimit } from '../files/readRegularFile.ts';
import type { FileFact } from './project.ts';
import { SourceFile } from './sourceFile.ts';

/** Whether a path of the project lies in a folder of it; `.` is the project's own. */
export function isBelow(path: string, folder: string): boolean {
  return folder === '.' || path.startsWith(`${folder}/`);
}

const textName = /\.(?:ya?ml|tpl|py|json|sh|txt|dockerignore|helmignore|R)$|^\.(?:dockerignore|helmignore)$/u;

export function isDockerfileName(name: string): boolean {
  return name === 'Dockerfile' || (name.endsWith('.Dockerfile') && !name.startsWith('.'));
}

/** Whether a file of this name may be one that a person has written. */
function isSourceName(name: string): boolean {
  return isDockerfileName(name) || textName.test(name);
}

/** Whether the file at a path of the project is read as text. */
export function isSourcePath(path: string): boolean {
  return (isSourceName(basename(path)) || path.includes('/templates/')) && !isInToolFolder(path);
}

/** Whether a path lies in a folder that no source of an extension is in. */
export function isInToolFolder(path: string): boolean {
  return /(?:^|\/)(?:\.[^/]+|node_modules|__pycache__|venv)\//u.test(path);
}

/** How many files are listed: a project may hold whole data sets. Beyond that only those that a person writes are. */
const mostFiles = 20_000;
/** How many folders are looked into before the search gives up. */
const mostFolders = 50_000;
/** How many files without a telling name are looked into. */
const mostLooks = 500;
/** How long the search may hold the event loop, in milliseconds. */
const longestTurn = 15;

interface ListedFiles {
  readonly files: ReadonlyMap<string, FileFact>;
  /** Paths of all folders, empty ones included. */
  readonly folders: ReadonlySet<string>;
  readonly complete: boolean;
  /** Why a path is not read: it is neither file nor folder, or a folder that cannot be listed. */
  readonly refused: ReadonlyMap<string, EdkError>;
}

/** Every file below a folder; links are not followed. */
export async function listFiles(folder: string): Promise<ListedFiles> {
  const files = new Map<string, FileFact>();
  const folders = new Set<string>();
  const refused = new Map<string, EdkError>();
  const looks = { left: mostLooks };
  const waiting = [''];
  let complete = true;
  let turnStarted = performance.now();
  // It grows while it is walked.
  for (const current of waiting) {
    for (const entry of listFolder(folder, current, refused)) {
      const path = current === '' ? entry.name : `${current}/${entry.name}`;
      const isFull = files.size >= mostFiles;
      if (entry.isDirectory()) {
        folders.add(path);
        if (!isFull || !isInToolFolder(`${path}/`)) waiting.push(path);
      }
      if (isFull) complete = false;
      if (isFull && !isSourceName(entry.name)) continue;
      if (entry.isFile() || entry.isSymbolicLink()) files.set(path, factOf({ folder, path, entry, looks }));
      else if (!entry.isDirectory() && !isInToolFolder(path)) {
        refused.set(path, notRegular(join(folder, path), kindOf(entry)));
      }
    }
    if (folders.size > mostFolders) return { files, folders, complete: false, refused };
    if (performance.now() - turnStarted > longestTurn) {
      await setImmediate();
      turnStarted = performance.now();
    }
  }
  return { files, folders, complete, refused };
}

interface Listed {
  readonly folder: string;
  readonly path: string;
  readonly entry: Dirent;
  readonly looks: { left: number };
}

function factOf({ folder, path, entry, looks }: Listed): FileFact {
  const size = sizeOf(join(folder, path));
  const mayBeData = entry.isFile() && !isInToolFolder(path) && /^[^.]*$|\.(?:\d+|ima|dcm\d*)$/iu.test(entry.name);
  const content = mayBeData && size > 132 && looks.left-- > 0 ? contentOf(join(folder, path)) : undefined;
  return { path, size, kind: entry.isFile() ? 'file' : 'link', content };
}

function listFolder(root: string, path: string, refused: Map<string, EdkError>): Dirent[] {
  const folder = join(root, path);
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    const problem = explainFileError(error, folder);
    if (!(problem instanceof EdkError)) return [];
    if (!isInToolFolder(`${path}/`)) refused.set(path, problem);
    return [];
  }
}

function sizeOf(file: string): number {
  // A file may go away while the folder is read.
  return lstatSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** DICOM files have their mark after a preamble of 128 bytes; their names often are mere numbers. */
function contentOf(file: string): FileFact['content'] {
  const mark = Buffer.alloc(4);
  try {
    const descriptor = openSync(file, 'r');
    try {
      readSync(descriptor, mark, 0, 4, 128);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // Unreadable files are refused when they are sent to Docker.
    return undefined;
  }
  return mark.toString('latin1') === 'DICM' ? 'dicom' : undefined;
}

export interface ReadTextsOptions {
  readonly signal?: AbortSignal | undefined;
  /** Contents that are being edited, by absolute path; they win over what is on disk. */
  readonly unsaved?: ReadonlyMap<string, string> | undefined;
  /** What was read before; files of the same size and time of change are not read again. */
  readonly memory?: SourceMemory | undefined;
}

/** Files that were read and parsed, by absolute path. */
export type SourceMemory = Map<string, { readonly stamp: string; readonly source: SourceFile }>;

export interface ProjectTexts {
  /** By their paths relative to the project. */
  readonly texts: ReadonlyMap<string, SourceFile>;
  /** Why the others were not read. */
  readonly refused: ReadonlyMap<string, EdkError>;
}

/** How many files are open at once. */
const mostOpen = 16;

/** Reads texts of a project. Those that have gone meanwhile are left out. */
export async function readTexts(
  root: string,
  paths: readonly string[],
  options: ReadTextsOptions,
): Promise<ProjectTexts> {
  const texts = new Map<string, SourceFile>();
  const refused = new Map<string, EdkError>();
  const read = await pLimit(mostOpen).map(paths, (path) => readText(join(root, path), path, options));
  for (const [index, path] of paths.entries()) {
    const found = read[index];
    if (found instanceof SourceFile) texts.set(path, found);
    else if (found !== undefined) refused.set(path, found);
  }
  return { texts, refused };
}

async function readText(
  file: string,
  path: string,
  { unsaved, memory, signal }: ReadTextsOptions,
): Promise<SourceFile | EdkError | undefined> {
  const known = memory?.get(file);
  const remember = (stamp: string, text: string): SourceFile => {
    const source =
      known?.source.text === text && known.source.path === path ? known.source : new SourceFile(file, path, text);
    memory?.set(file, { stamp, source });
    return source;
  };
  const edited = unsaved?.get(file);
  if (edited !== undefined) return remember('edited', edited);
  try {
    const found = await stat(file);
    const stamp = `${found.size} ${found.mtimeMs}`;
    if (known?.stamp === stamp && found.isFile()) return known.source;
    return remember(stamp, decode(await readRegularFile(file, { limit: sourceFileLimit, signal }), file));
  } catch (error) {
    signal?.throwIfAborted();
    // A link that leads nowhere is not there either, as for Docker and Helm.
    if (isMissing(error)) return undefined;
    const problem = explainFileError(error, file);
    if (problem instanceof EdkError) return problem;
    throw problem;
  }
}

/** @throws EdkError `file.notText`; a Dockerfile may have comments in any encoding, as for Docker. */
function decode(bytes: Uint8Array, file: string): string {
  const isDockerfile = isDockerfileName(basename(file));
  try {
    if (isDockerfile || !bytes.includes(0)) {
      return new TextDecoder('utf-8', { fatal: !isDockerfile, ignoreBOM: true }).decode(bytes);
    }
  } catch {
    // Told below.
  }
  throw new EdkError('file.notText', `${file} is not written in UTF-8.`, { place: { file } });
}
