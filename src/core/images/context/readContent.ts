import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { unreadable } from './walkContext.ts';

/** Files up to this size are read whole, in one go. */
const pieceSize = 1024 * 1024;

/**
 * A file's content in pieces of at most 1 MiB, up to `size`.
 * A piece is only valid until the next one is asked for.
 *
 * @throws EdkError `context.unreadable`, also when the file became shorter than `size`.
 */
export function* readContent(file: string, size: number): Generator<Uint8Array> {
  const descriptor = open(file);
  try {
    const buffer = Buffer.allocUnsafe(Math.min(size, pieceSize));
    for (let done = 0; done < size;) {
      const count = readPiece(descriptor, buffer.subarray(0, Math.min(pieceSize, size - done)), file);
      done += count;
      yield buffer.subarray(0, count);
    }
  } finally {
    closeSync(descriptor);
  }
}

function readPiece(descriptor: number, buffer: Buffer, file: string): number {
  let count: number;
  try {
    count = readSync(descriptor, buffer, 0, buffer.length, null);
  } catch (error) {
    throw unreadable(file, error);
  }
  if (count === 0) throw unreadable(file, new Error('It became shorter while it was read.'));
  return count;
}

function open(file: string): number {
  try {
    // A pipe that took the file's place since it was listed must not keep the build waiting.
    const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    if (fstatSync(descriptor).isFile()) return descriptor;
    closeSync(descriptor);
  } catch (error) {
    throw unreadable(file, error);
  }
  throw unreadable(file, new Error('It is not a regular file any more.'));
}
