import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { readContent } from './readContent.ts';
import type { ContextEntry } from './walkContext.ts';

export interface HashContextOptions {
  readonly context: string;
  readonly entries: AsyncIterable<ContextEntry>;
  readonly overlay: ReadonlyMap<string, string>;
}

/** Every path that is sent, with one text that says kind, permission bits and SHA-256 of the content or link target. */
export async function hashContext({ context, entries, overlay }: HashContextOptions): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const added = new Map(overlay);
  for await (const entry of entries) {
    const mode = entry.mode.toString(8);
    const staged = overlay.get(entry.path);
    if (staged !== undefined && entry.kind !== 'folder') {
      added.delete(entry.path);
      files.set(entry.path, `file ${mode} ${sha256(staged)}`);
    } else if (entry.kind === 'file') {
      files.set(entry.path, `file ${mode} ${await sha256OfFile(join(context, entry.path), entry.size)}`);
    } else {
      files.set(entry.path, `${entry.kind} ${mode}${entry.kind === 'link' ? ` ${entry.target}` : ''}`);
    }
  }
  for (const [path, text] of added) files.set(path, `file 644 ${sha256(text)}`);
  return files;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Gives the event loop a turn between the pieces of a large file. */
async function sha256OfFile(file: string, size: number): Promise<string> {
  const hash = createHash('sha256');
  let pieces = 0;
  for (const piece of readContent(file, size)) {
    hash.update(piece);
    if (++pieces % 8 === 0) await setImmediate();
  }
  return hash.digest('hex');
}
