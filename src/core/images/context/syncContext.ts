import { posix } from 'node:path';
import { inSyncOrder, type SyncedEntry } from '../../docker/grpcMessages.ts';
import type { FolderByName } from '../../docker/syncFolder.ts';
import { fixedPart } from '../../project/ignorePattern.ts';
import { overlap } from '../../project/ignoreRules.ts';
import type { SentEntry } from './listSent.ts';

/** What a build session may send from a context; see openBuildSession. */
export function syncContext(entries: readonly SentEntry[], dockerfile: readonly SentEntry[]): FolderByName {
  const context = inSyncOrder(entries).map(toSynced);
  const besideContext = inSyncOrder(dockerfile).map(toSynced);
  return (name, wanted) => {
    if (name === 'context') return onlyWanted(context, wanted);
    return name === 'dockerfile' ? besideContext : undefined;
  };
}

function toSynced(entry: SentEntry): SyncedEntry {
  const { path, mode } = entry;
  const modified = modifiedTime(entry);
  switch (entry.kind) {
    case 'file':
      return { kind: 'file', path, mode, modified, size: entry.size, content: entry.content };
    case 'folder':
      return { kind: 'folder', path, mode, modified };
    case 'link':
      return { kind: 'link', path, mode, modified, target: entry.target };
  }
}

/**
 * BuildKit considers a file unchanged if size, mode and time are the same, and does not compare its content. But times
 * can be set back, staged texts have none, and an image must never have other content than its tag says. Therefore the
 * seconds are the file's own, which is its time in the image, and the nanoseconds come from the hash of its content:
 * different content is mistaken for the same in one of 10^9 cases, and only if size and second are the same too. Layers
 * do not store fractions of seconds, so their digests are unaffected.
 */
function modifiedTime(entry: SentEntry): bigint {
  const seconds = BigInt(Math.floor(entry.modified.getTime() / 1000));
  const nanoseconds = entry.kind === 'file' ? Number.parseInt(entry.digest.slice(0, 12), 16) % 1e9 : 0;
  return seconds * 1_000_000_000n + BigInt(nanoseconds);
}

/**
 * BuildKit requests the sources of COPY and ADD, with wildcards, and also the targets of links among them. Sending more
 * than requested does no harm, so a pattern only counts up to its first wildcard.
 */
function onlyWanted(entries: readonly SyncedEntry[], wanted: readonly string[]): readonly SyncedEntry[] {
  if (wanted.length === 0) return entries;
  const chosen = wanted.map(fixedPart);
  for (;;) {
    const found = entries.filter(({ path }) => isBesideAny(path.split('/'), chosen));
    const before = chosen.length;
    for (const entry of found) {
      const target = entry.kind === 'link' ? targetOf(entry) : undefined;
      if (target !== undefined && !isBelowAny(target, chosen)) chosen.push(target);
    }
    if (chosen.length === before) return found;
  }
}

function targetOf({ path, target }: Extract<SyncedEntry, { kind: 'link' }>): string[] {
  return fixedPart(posix.join(posix.dirname(path), target));
}

/** Whether a path is one of the chosen ones, below one, or a folder above one. */
function isBesideAny(path: readonly string[], chosen: readonly (readonly string[])[]): boolean {
  return chosen.some((other) => overlap(other, path));
}

function isBelowAny(path: readonly string[], chosen: readonly (readonly string[])[]): boolean {
  return chosen.some((other) => other.length <= path.length && overlap(other, path));
}
