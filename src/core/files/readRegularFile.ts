import { constants } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { EdkError } from '../errors/edkError.ts';
import { explainFileError } from '../errors/fileErrors.ts';

export interface ReadRegularFileOptions {
  /** In bytes. */
  readonly limit: number;
  readonly signal?: AbortSignal | undefined;
}

/** Larger than what a person writes: a Dockerfile, a template, a DAG. */
export const sourceFileLimit = 2 * 1024 * 1024;

const pieceSize = 256 * 1024;

/**
 * Reads a file that somebody else may have put there. Links are followed, but only to a regular file: a pipe or a device
 * could keep the reader waiting or fill its memory.
 *
 * @throws EdkError `file.notRegular`, `file.tooLarge`, `disk.*`; AbortError.
 */
export async function readRegularFile(file: string, { limit, signal }: ReadRegularFileOptions): Promise<Buffer> {
  signal?.throwIfAborted();
  try {
    // Opening a device or a pipe may have effects, so it is looked at first.
    requireRegular(await stat(file), file);
    // Somebody may have put something else there since: opening a pipe must not wait for its other end.
    const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const found = await handle.stat();
      requireRegular(found, file);
      if (found.size > limit) throw tooLarge(file, limit);
      return await readUpTo(handle, { file, limit, signal });
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw explainFileError(error, file);
  }
}

/** The same, undefined when there is no such file. */
export async function readRegularFileIfThere(
  file: string,
  options: ReadRegularFileOptions,
): Promise<Buffer | undefined> {
  try {
    return await readRegularFile(file, options);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Whether an error says that there is no such file. */
export function isMissing(error: unknown): boolean {
  const cause = error instanceof EdkError ? error.cause : error;
  return cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR');
}

interface Reading extends ReadRegularFileOptions {
  readonly file: string;
}

/** A file may grow while it is read, and files of /proc have no size at all. */
async function readUpTo(handle: FileHandle, { file, limit, signal }: Reading): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for (let done = 0; ;) {
    signal?.throwIfAborted();
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(Math.min(pieceSize, limit + 1 - done)));
    if (bytesRead === 0) return Buffer.concat(pieces);
    done += bytesRead;
    if (done > limit) throw tooLarge(file, limit);
    pieces.push(buffer.subarray(0, bytesRead));
  }
}

function requireRegular(found: Stats, file: string): void {
  if (!found.isFile()) throw notRegular(file, kindOf(found));
}

/** @param kind what it is instead, with its article. */
export function notRegular(file: string, kind: string): EdkError {
  return new EdkError('file.notRegular', `${file} is ${kind}, not a regular file.`, { place: { file } });
}

function tooLarge(file: string, limit: number): EdkError {
  const most = limit < 1024 * 1024 ? `${Math.round(limit / 1024)} KiB` : `${Math.round(limit / 1024 / 1024)} MiB`;
  return new EdkError('file.tooLarge', `${file} is larger than ${most}.`, { place: { file } });
}

/** What lies there instead of a regular file, with its article. */
export function kindOf(
  entry: Pick<Stats, 'isDirectory' | 'isFIFO' | 'isSocket' | 'isCharacterDevice' | 'isBlockDevice'>,
): string {
  if (entry.isDirectory()) return 'a folder';
  if (entry.isFIFO()) return 'a named pipe';
  if (entry.isSocket()) return 'a socket';
  return entry.isCharacterDevice() || entry.isBlockDevice() ? 'a device' : 'something else';
}
