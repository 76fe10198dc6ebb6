import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import {
  contentHash,
  entryState,
  stagedState,
  readContent,
  type ContextEntry,
  sha256,
  type FileStamp,
} from './walkContext.ts';
import { writeCacheFile } from '../../files/writeFiles.ts';
import { parseJson } from '../../text/parseJson.ts';

interface HashContextOptions {
  readonly context: string;
  readonly entries: AsyncIterable<ContextEntry>;
  readonly overlay: ReadonlyMap<string, string>;
  /** Digests of unchanged files. */
  readonly digests?: DigestCache | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called with every entry that is sent. */
  readonly onEntry?: ((entry: ContextEntry) => void) | undefined;
}

/** Every path that is sent, with its state; see entryState. */
export async function hashContext(options: HashContextOptions): Promise<Map<string, string>> {
  const { entries, overlay, digests, onEntry } = options;
  const files = new Map<string, string>();
  const added = new Map(overlay);
  for await (const entry of entries) {
    onEntry?.(entry);
    const staged = overlay.get(entry.path);
    if (staged !== undefined && entry.kind !== 'folder') {
      added.delete(entry.path);
      files.set(entry.path, stagedState(staged, entry));
      continue;
    }
    const known = entry.kind === 'file' ? digests?.find(entry.path, entry.size, entry.stamp) : '';
    files.set(entry.path, entryState(entry, known ?? (await digestOf(entry, options))));
  }
  for (const [path, text] of added) files.set(path, stagedState(text));
  return files;
}

async function digestOf(entry: ContextEntry, { context, digests, signal }: HashContextOptions): Promise<string> {
  if (entry.kind !== 'file') return '';
  const started = Date.now();
  const digest = await sha256OfFile(join(context, entry.path), entry.size, signal);
  digests?.add(entry.path, { size: entry.size, stamp: entry.stamp, digest, started });
  return digest;
}

/** Yields to the event loop between the pieces of a large file. */
async function sha256OfFile(file: string, size: number, signal: AbortSignal | undefined): Promise<string> {
  const hash = contentHash();
  let pieces = 0;
  for (const piece of readContent(file, size)) {
    hash.update(piece);
    if (++pieces % 8 === 0) {
      await setImmediate();
      signal?.throwIfAborted();
    }
  }
  return hash.digest('hex');
}

/** A new number discards the caches of older versions. */
const format = 1;

/**
 * A file that changed this shortly before it was read may change again with the same times, because some file systems
 * count in steps of two seconds. Git calls such an entry racily clean. In milliseconds.
 */
const coarsestTime = 2_000;

interface Remembered {
  readonly size: number;
  readonly stamp: FileStamp;
  readonly digest: string;
}

/**
 * Digests of the files of one context by path, kept on disk between runs. A digest is only valid while size, times and
 * inode are the same. The file can be deleted at any time.
 */
export class DigestCache {
  readonly #file: string;
  readonly #known: ReadonlyMap<string, Remembered>;
  readonly #used = new Map<string, Remembered>();
  #added = 0;

  private constructor(file: string, known: ReadonlyMap<string, Remembered>) {
    this.#file = file;
    this.#known = known;
  }

  static async open(folder: string, context: string): Promise<DigestCache> {
    const file = join(folder, `${sha256(context).slice(0, 24)}.json`);
    return new DigestCache(file, await read(file));
  }

  find(path: string, size: number, stamp: FileStamp): string | undefined {
    const known = this.#known.get(path);
    if (known?.size !== size) return undefined;
    const { modified, changed, inode } = known.stamp;
    if (modified !== stamp.modified || changed !== stamp.changed || inode !== stamp.inode) return undefined;
    this.#used.set(path, known);
    return known.digest;
  }

  /** `started`: when reading the file began, in milliseconds since 1970. */
  add(path: string, { size, stamp, digest, started }: Remembered & { readonly started: number }): void {
    // This also excludes files from the future, which exist after the clock was set back.
    if (Math.max(stamp.modified, stamp.changed) > started - coarsestTime) return;
    this.#used.set(path, { size, stamp, digest });
    this.#added += 1;
  }

  /** Keeps what was found or added since the cache was opened; writes nothing if nothing is new. */
  async save(): Promise<void> {
    if (this.#added === 0 && this.#used.size === this.#known.size) return;
    const rows = [...this.#used].map(([path, { size, stamp, digest }]) => [
      path,
      size,
      stamp.modified,
      stamp.changed,
      stamp.inode,
      digest,
    ]);
    await writeCacheFile(this.#file, JSON.stringify([format, ...rows]));
  }
}

async function read(file: string): Promise<ReadonlyMap<string, Remembered>> {
  // Without a cache, every file is read.
  const [found, ...rows] = parseJson(await readFile(file, 'utf8').catch(() => ''), z.array(z.unknown())) ?? [];
  if (found !== format) return new Map();
  const known = rows.map(readRow);
  return known.every((row) => row !== undefined) ? new Map(known) : new Map();
}

/** Checked without a schema, which would take longer for 20,000 rows than reading the files. */
function readRow(row: unknown): [string, Remembered] | undefined {
  if (!Array.isArray(row)) return undefined;
  const [path, size, modified, changed, inode, digest] = row as unknown[];
  if (typeof path !== 'string' || typeof digest !== 'string' || !/^[0-9a-f]{64}$/.test(digest)) return undefined;
  const stamp = { modified: Number(modified), changed: Number(changed), inode: Number(inode) };
  return [path, { size: Number(size), stamp, digest }];
}
