import type { FileHandle } from 'node:fs/promises';
import { EdkError } from '../../errors/edkError.ts';

/** Stays in the processor's cache between reading and sending: the quickest of 64 KiB to 1 MiB (`npm run bench -- upload`). */
const pieceBytes = 256 * 1024;

export interface FilePart {
  readonly file: FileHandle;
  /** How errors call it. */
  readonly name: string;
  readonly offset: number;
  readonly length: number;
}

/**
 * A part of a file, the next piece of which is read while one is sent. A piece is overwritten by the one after the
 * next: whoever asks for the next one must have done with it.
 *
 * @throws EdkError `platform.failed` when the file ends before the part does.
 */
export async function* readPieces({ file, name, offset, length }: FilePart): AsyncGenerator<Uint8Array> {
  const end = offset + length;
  const buffers = [new Uint8Array(pieceBytes), new Uint8Array(length > pieceBytes ? pieceBytes : 0)] as const;
  const read = async (from: number): Promise<Uint8Array> => {
    const piece = buffers[((from - offset) / pieceBytes) % 2 === 0 ? 0 : 1].subarray(0, end - from);
    if ((await readFully(file, piece, from)) === piece.byteLength) return piece;
    throw new EdkError('platform.failed', `${name} became shorter while it was uploaded.`, {
      remedy: 'Wait until nothing writes to the file any more, then upload it again.',
    });
  };
  let reading = read(offset);
  for (let from = offset; from < end; from += pieceBytes) {
    const piece = await reading;
    if (from + pieceBytes < end) {
      reading = read(from + pieceBytes);
      // It is awaited in its turn; until then nobody may call its failure unhandled.
      reading.catch(() => undefined);
    }
    yield piece;
  }
}

async function readFully(file: FileHandle, target: Uint8Array, position: number): Promise<number> {
  let done = 0;
  while (done < target.byteLength) {
    const { bytesRead } = await file.read(target, done, target.byteLength - done, position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return done;
}
