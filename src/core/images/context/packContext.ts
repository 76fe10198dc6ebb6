import type { Hash } from 'node:crypto';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pack, type Header, type Pack } from 'tar-stream';
import { EdkError } from '../../errors/edkError.ts';
import { contentHash, entryState } from './entryState.ts';
import { readContent } from './readContent.ts';
import type { ContextEntry } from './walkContext.ts';

type Sink = ReturnType<Pack['entry']>;

type Headers = Partial<Header> & Pick<Header, 'name'>;

export interface PackOptions {
  readonly context: string;
  readonly entries: AsyncIterable<ContextEntry>;
  /** Staged contents by path in the context: they replace files, or are added. */
  readonly overlay: ReadonlyMap<string, string>;
  /** What was hashed, by path: anything else must not be sent under that hash. See hashContext. */
  readonly expected?: ReadonlyMap<string, string> | undefined;
}

/** In bytes. */
const gatheredSize = 256 * 1024;

/**
 * The context as a tar, with constant memory. A failure to read fails the stream with the reason, and so does a file
 * that is not as expected any more: EdkError `context.changed`.
 */
export function packContext(options: PackOptions): Readable {
  return Readable.from(generate(options), { objectMode: false, highWaterMark: gatheredSize });
}

async function* generate(options: PackOptions): AsyncGenerator {
  const tar = pack();
  const failures: unknown[] = [];
  const writing = write(tar, options).catch((error: unknown) => {
    failures.push(error);
    tar.destroy();
  });
  try {
    yield* gather(tar);
    await writing;
  } catch (error) {
    failures.push(error);
  } finally {
    tar.destroy();
    await writing;
  }
  // The first one is the reason; what follows only says that the stream ended early.
  if (failures.length > 0) throw failures[0];
}

/** Joins the many small parts of a tar: each one would become a write to the Engine. */
async function* gather(parts: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  const gathered: Uint8Array[] = [];
  let size = 0;
  for await (const part of parts) {
    if (!(part instanceof Uint8Array)) continue;
    gathered.push(part);
    size += part.length;
    if (size < gatheredSize) continue;
    yield Buffer.concat(gathered.splice(0));
    size = 0;
  }
  if (size > 0) yield Buffer.concat(gathered);
}

async function write(tar: Pack, { context, entries, overlay, expected }: PackOptions): Promise<void> {
  const added = new Map(overlay);
  const missing = new Set(expected?.keys());
  const check = (entry: ContextEntry, digest: string): void => {
    if (expected !== undefined && expected.get(entry.path) !== entryState(entry, digest)) {
      throw changedWhileSent(join(context, entry.path));
    }
  };
  for await (const entry of entries) {
    if (tar.destroyed) return;
    missing.delete(entry.path);
    const staged = overlay.get(entry.path);
    if (staged !== undefined && entry.kind !== 'folder') {
      added.delete(entry.path);
      await writeText(tar, { ...commonHeader(entry), type: 'file' }, staged);
    } else if (entry.kind === 'file') {
      const hash = contentHash();
      await writeFile(tar, headerOf(entry), hashed(readContent(join(context, entry.path), entry.size), hash));
      check(entry, hash.digest('hex'));
    } else {
      check(entry, '');
      tar.entry(headerOf(entry));
    }
  }
  for (const [path, text] of added) {
    missing.delete(path);
    await writeText(tar, { name: path, mode: 0o644, mtime: new Date(0), type: 'file', uid: 0, gid: 0 }, text);
  }
  const [gone] = missing;
  if (gone !== undefined) throw changedWhileSent(join(context, gone));
  tar.finalize();
}

function* hashed(pieces: Iterable<Uint8Array>, hash: Hash): Generator<Uint8Array> {
  for (const piece of pieces) {
    hash.update(piece);
    yield piece;
  }
}

function changedWhileSent(file: string): EdkError {
  return new EdkError('context.changed', `${file} changed between being hashed and being sent.`, { place: { file } });
}

/** Owner and group are root, as the Docker command line sends them. */
function commonHeader({ path, mode, modified }: ContextEntry): Headers {
  return { name: path, mode, mtime: modified, uid: 0, gid: 0 };
}

function headerOf(entry: ContextEntry): Headers {
  const common = commonHeader(entry);
  switch (entry.kind) {
    case 'file':
      return { ...common, type: 'file', size: entry.size };
    case 'folder':
      return { ...common, type: 'directory' };
    case 'link':
      return { ...common, type: 'symlink', linkname: entry.target };
  }
}

async function writeText(tar: Pack, header: Headers, text: string): Promise<void> {
  const content = Buffer.from(text);
  await writeFile(tar, { ...header, size: content.length }, content.length === 0 ? [] : [content]);
}

function writeFile(tar: Pack, header: Headers, pieces: Iterable<Uint8Array>): Promise<void> {
  return new Promise((resolve, reject) => {
    const sink = tar.entry(header, (error) => {
      if (error) reject(error);
      else resolve();
    });
    pour(pieces, sink).then(() => void sink.end(null), reject);
  });
}

async function pour(pieces: Iterable<Uint8Array>, sink: Sink): Promise<void> {
  for (const piece of pieces) {
    if (sink.destroyed) return;
    // The reader reuses its buffer, and the tar keeps what it is given until somebody reads it.
    if (!sink.write(Buffer.from(piece))) await drained(sink);
  }
}

/** Also ends when the sink is closed: nobody would drain it then. */
function drained(sink: Sink): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      sink.off('drain', done);
      sink.off('close', done);
      resolve();
    };
    sink.on('drain', done);
    sink.on('close', done);
  });
}
