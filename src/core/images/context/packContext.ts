import { Readable } from 'node:stream';
import { pack, type Header, type Pack } from 'tar-stream';
import type { SentEntry } from './listSent.ts';

type Sink = ReturnType<Pack['entry']>;

type Headers = Partial<Header> & Pick<Header, 'name'>;

/** In bytes. */
const gatheredSize = 256 * 1024;

/**
 * The context as a tar for the classic builder, in constant memory. The stream fails if a file cannot be read or is no
 * longer as planned; see listSent.
 */
export function packContext(entries: readonly SentEntry[]): Readable {
  return Readable.from(generate(entries), { objectMode: false, highWaterMark: gatheredSize });
}

async function* generate(entries: readonly SentEntry[]): AsyncGenerator {
  const tar = pack();
  const failures: unknown[] = [];
  const writing = write(tar, entries).catch((error: unknown) => {
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
  // The first error is the cause; later ones only report that the stream ended early.
  if (failures.length > 0) throw failures[0];
}

/** Joins the many small parts of a tar, each of which would be a separate write to the Engine. */
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

async function write(tar: Pack, entries: readonly SentEntry[]): Promise<void> {
  for (const entry of entries) {
    if (tar.destroyed) return;
    if (entry.kind === 'file') await writeFile(tar, headerOf(entry), entry.content());
    else tar.entry(headerOf(entry));
  }
  tar.finalize();
}

/** Owner and group are root, as the Docker command line sends them. */
function headerOf(entry: SentEntry): Headers {
  const common = { name: entry.path, mode: entry.mode, mtime: entry.modified, uid: 0, gid: 0 };
  switch (entry.kind) {
    case 'file':
      return { ...common, type: 'file', size: entry.size };
    case 'folder':
      return { ...common, type: 'directory' };
    case 'link':
      return { ...common, type: 'symlink', linkname: entry.target };
  }
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
    // The reader reuses its buffer, but the tar keeps the piece until it is read.
    if (!sink.write(Buffer.from(piece))) await drained(sink);
  }
}

/** Also ends when the sink is closed, since it would never drain. */
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
