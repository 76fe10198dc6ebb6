import { readSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { EdkError } from '../../errors/edkError.ts';

/** Short enough to be read without anybody noticing, and to stay in the processor's cache until it is sent. */
const pieceBytes = 128 * 1024;

export interface FilePart {
  readonly file: FileHandle;
  /** How errors call it. */
  readonly name: string;
  readonly offset: number;
  readonly length: number;
}

/**
 * A part of a file, piece by piece; each overwrites the one before. They are read at once and not in the background:
 * handing every piece to another thread and back costs more than reading it (`npm run bench -- upload`).
 *
 * @throws EdkError `platform.failed` when the file ends before the part does.
 */
export function* readPieces({ file, name, offset, length }: FilePart): Generator<Uint8Array> {
  const end = offset + length;
  const buffer = new Uint8Array(Math.min(length, pieceBytes));
  for (let position = offset; position < end;) {
    const count = readSync(file.fd, buffer, 0, Math.min(buffer.byteLength, end - position), position);
    if (count === 0) {
      throw new EdkError('platform.failed', `${name} was truncated during the upload.`, {
        remedy: 'Wait until nothing writes to the file, then upload it again.',
      });
    }
    position += count;
    yield buffer.subarray(0, count);
  }
}
