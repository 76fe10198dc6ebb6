import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { opendir, open, stat, type FileHandle } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { mostFiles, type RunFile, type RunSeries } from '../../shared/runs/runRecord.ts';
import { batchName } from './contract/podContract.ts';
import type { RunFolder } from './runFolder.ts';

const kinds: readonly (readonly [RegExp, RunFile['kind']])[] = [
  [/\.csv$/i, 'csv'],
  [/\.json$/i, 'json'],
  [/\.nii(\.gz)?$/i, 'nifti'],
  [/\.(nrrd|nhdr|seg\.nrrd)$/i, 'nrrd'],
  [/\.(dcm|dicom|ima)$/i, 'dicom'],
  [/\.(png|jpe?g)$/i, 'picture'],
  [/\.(log|txt)$/i, 'log'],
];

function kindOfName(name: string): RunFile['kind'] {
  return kinds.find(([pattern]) => pattern.test(name))?.[1] ?? 'other';
}

export interface TaskOutput {
  readonly files: readonly RunFile[];
  /** SHA-256 over names and contents of all files, also of those that are not listed. */
  readonly hash: string;
}

/**
 * What a task has written: the files in its folder of each series and of the batch. Only regular files count; links are
 * not followed, since a container may have made them.
 */
export async function readOutput(folder: RunFolder, outDir: string, signal: AbortSignal): Promise<TaskOutput> {
  const roots = [
    { path: join(folder.workflow, outDir), name: posix.join('data', folder.id, outDir), series: undefined },
    ...(await seriesOf(folder)).map((uid) => ({
      path: join(folder.batch, uid, outDir),
      name: posix.join('data', folder.id, batchName, uid, outDir),
      series: uid,
    })),
  ];
  const files: RunFile[] = [];
  const hash = createHash('sha256');
  for (const { path, name, series } of roots) {
    for await (const file of walk(path, '', signal)) {
      const sha256 = await hashFile(join(path, file.path), signal);
      hash.update(`${series ?? ''}\0${file.path}\0${sha256}\n`);
      if (files.length >= mostFiles) continue;
      const kind = await kindOf(join(path, file.path));
      files.push({ path: posix.join(name, file.path), kind, size: file.size, sha256, ...(series && { series }) });
    }
  }
  return { files, hash: hash.digest('hex') };
}

/** Which series of the batch a task has written something for, by the UIDs of all. */
export async function readSeries(
  folder: RunFolder,
  { inDir, outDir }: { readonly inDir?: string | undefined; readonly outDir: string },
  ended: 'running' | 'ended',
): Promise<RunSeries[]> {
  const uids = await seriesOf(folder);
  return Promise.all(
    uids.map(async (uid): Promise<RunSeries> => {
      if (await hasEntry(join(folder.batch, uid, outDir))) return { uid, state: 'done' };
      if (inDir !== undefined && !(await hasEntry(join(folder.batch, uid, inDir)))) return { uid, state: 'noInput' };
      return { uid, state: ended === 'ended' ? 'missing' : 'waiting' };
    }),
  );
}

async function seriesOf({ batch }: RunFolder): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const entry of await opendir(batch)) if (entry.isDirectory()) names.push(entry.name);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
  return names.sort();
}

async function hasEntry(folder: string): Promise<boolean> {
  try {
    for await (const _ of await opendir(folder)) return true;
  } catch (error) {
    if (!isGone(error)) throw error;
  }
  return false;
}

interface Found {
  /** Relative, with forward slashes. */
  readonly path: string;
  readonly size: number;
}

/** Regular files below a folder, in the order of their names. A deep tree is cut: a container may write anything. */
async function* walk(root: string, below: string, signal: AbortSignal, depth = 0): AsyncGenerator<Found> {
  signal.throwIfAborted();
  const entries: { name: string; kind: 'file' | 'folder' }[] = [];
  try {
    for await (const entry of await opendir(join(root, below))) {
      if (entry.isFile()) entries.push({ name: entry.name, kind: 'file' });
      if (entry.isDirectory() && depth < 32) entries.push({ name: entry.name, kind: 'folder' });
    }
  } catch (error) {
    if (!isGone(error)) throw error;
  }
  for (const { name, kind } of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = below === '' ? name : `${below}/${name}`;
    // A name that a record cannot hold; files of a system with other rules.
    if (/[\0\\]/.test(name)) continue;
    if (kind === 'folder') yield* walk(root, path, signal, depth + 1);
    else yield { path, size: (await stat(join(root, path))).size };
  }
}

async function hashFile(file: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash, { signal });
  return hash.digest('hex');
}

/** DICOM files need no ending: they have four letters after their preamble. */
async function kindOf(file: string): Promise<RunFile['kind']> {
  const byName = kindOfName(file);
  if (byName !== 'other') return byName;
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, 'r');
    const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 128);
    return buffer.toString('latin1') === 'DICM' ? 'dicom' : 'other';
  } finally {
    await handle?.close();
  }
}

function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
