import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { DigestCache } from './digestCache.ts';
import { contentHash, entryState, stagedState } from './entryState.ts';
import { readContent } from './readContent.ts';
import type { ContextEntry } from './walkContext.ts';

export interface HashContextOptions {
  readonly context: string;
  readonly entries: AsyncIterable<ContextEntry>;
  readonly overlay: ReadonlyMap<string, string>;
  /** Knows the digests of files that did not change. */
  readonly digests?: DigestCache | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told every entry that is sent. */
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

/** Gives the event loop a turn between the pieces of a large file. */
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
