import type { Readable } from 'node:stream';
import protobuf from 'protobufjs/minimal.js';

export const answerHeaders = { ':status': 200, 'content-type': 'application/grpc' };

/** Codes of gRPC, as in `grpc-status`. */
export const statusCode = { ok: '0', unknown: '2', notFound: '5', unimplemented: '12' } as const;

/** A byte for compression, four for the length, then the message. */
const headSize = 5;

/** One message in wire format, from its parts. */
export function frame(...parts: readonly Uint8Array[]): Buffer {
  const head = Buffer.alloc(headSize);
  head.writeUInt32BE(
    parts.reduce((size, part) => size + part.length, 0),
    1,
  );
  return Buffer.concat([head, ...parts]);
}

/** The messages of a call as they arrive; those that arrive together are yielded together. */
export async function* readMessages(stream: Readable): AsyncGenerator<readonly Buffer[]> {
  let rest: Buffer = Buffer.alloc(0);
  // The stream is only answered and ended when nothing more is read.
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(chunk)) continue;
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const messages: Buffer[] = [];
    for (;;) {
      const end = rest.length < headSize ? Infinity : headSize + rest.readUInt32BE(1);
      if (rest.length < end) break;
      messages.push(rest.subarray(headSize, end));
      rest = rest.subarray(end);
    }
    if (messages.length > 0) yield messages;
  }
}

interface EntryBase {
  /** Relative to the folder, with forward slashes. */
  readonly path: string;
  /** POSIX permission bits. */
  readonly mode: number;
  /** In nanoseconds since 1970. */
  readonly modified: bigint;
}

/** A folder entry as announced to BuildKit. Owner and group are root. */
export type SyncedEntry =
  | (EntryBase & {
      readonly kind: 'file';
      /** In bytes. BuildKit considers a file unchanged if this, `modified` and `mode` are the same. */
      readonly size: number;
      /** Each piece is only valid until the next one is read. Throws if the file is not as announced. */
      readonly content: () => Iterable<Uint8Array>;
    })
  | (EntryBase & { readonly kind: 'folder' })
  | (EntryBase & { readonly kind: 'link'; readonly target: string });

/** The message `Stat` in fsutil's types/stat.proto. */
export function encodeStat(entry: SyncedEntry): Uint8Array {
  const writer = protobuf.Writer.create();
  writer.uint32(0x0a).string(entry.path);
  writer.uint32(0x10).uint32(goMode(entry));
  // The size of a link is that of its target, as on the disk that it is compared with.
  const size = entry.kind === 'file' ? entry.size : entry.kind === 'link' ? Buffer.byteLength(entry.target) : 0;
  writer.uint32(0x28).int64(size);
  writer.uint32(0x30).int64(int64(entry.modified));
  if (entry.kind === 'link') writer.uint32(0x3a).string(entry.target);
  return writer.finish();
}

/** The mode as in Go's os.FileMode, where the file type and the three special bits differ from POSIX. */
function goMode({ kind, mode }: SyncedEntry): number {
  const kinds = { file: 0, folder: 2 ** 31, link: 2 ** 27 };
  const special = ((mode & 0o4000) << 12) | ((mode & 0o2000) << 12) | ((mode & 0o1000) << 11);
  return kinds[kind] + special + (mode & 0o777);
}

type Int64 = Parameters<protobuf.Writer['int64']>[0];

/** protobufjs accepts a 64-bit number as two halves; the library `long` is only needed for arithmetic. */
function int64(value: bigint): Int64 {
  const low = Number(BigInt.asIntN(32, value));
  const high = Number(BigInt.asIntN(32, value >> 32n));
  return { low, high, unsigned: false };
}

/**
 * The order in which BuildKit expects entries: compared name by name along the path, so that a folder is followed by
 * all of its content and then by its next sibling. Names are compared by their bytes in UTF-8.
 */
export function inSyncOrder<T extends { readonly path: string }>(entries: readonly T[]): T[] {
  return entries.toSorted((one, other) => comparePaths(one.path, other.path));
}

function comparePaths(one: string, other: string): number {
  const shorter = Math.min(one.length, other.length);
  for (let index = 0; index < shorter; index++) {
    const difference = rank(one.charCodeAt(index)) - rank(other.charCodeAt(index));
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}

/** Surrogates encode characters above all those that fit into one unit of UTF-16. */
function rank(unit: number): number {
  if (unit === 0x2f) return 0;
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
