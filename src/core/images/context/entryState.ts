import { createHash, type Hash } from 'node:crypto';
import type { ContextEntry } from './walkContext.ts';

/**
 * Everything of an entry that counts for an image, as one text: kind, permission bits in octal, and the SHA-256 of the
 * content or the link's target.
 */
export function entryState(entry: ContextEntry, digest: string): string {
  const mode = entry.mode.toString(8);
  switch (entry.kind) {
    case 'file':
      return `file ${mode} ${digest}`;
    case 'folder':
      return `folder ${mode}`;
    case 'link':
      return `link ${mode} ${entry.target}`;
  }
}

/** The digest in the state of a file; of no other state it is anything of use. */
export function digestIn(state: string): string {
  return state.slice(state.lastIndexOf(' ') + 1);
}

/** The state of a staged text, in place of an entry or added to what is sent. */
export function stagedState(text: string, entry?: ContextEntry): string {
  return `file ${entry?.mode.toString(8) ?? '644'} ${sha256(text)}`;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function contentHash(): Hash {
  return createHash('sha256');
}
