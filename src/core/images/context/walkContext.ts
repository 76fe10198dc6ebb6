import {
  lstatSync,
  readdirSync,
  readlinkSync,
  type Stats,
  closeSync,
  constants,
  fstatSync,
  openSync,
  readSync,
} from 'node:fs';
import { isAbsolute, join, posix } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { createHash, type Hash } from 'node:crypto';
import { EdkError } from '../../errors/edkError.ts';
import type { IgnoreRules } from '../../project/ignoreRules.ts';

interface EntryBase {
  /** Relative to the context, with forward slashes. */
  readonly path: string;
  /** Permission bits. */
  readonly mode: number;
  readonly modified: Date;
}
/** A file's last change as the file system reports it. */
export interface FileStamp {
  /** Milliseconds since 1970, with fractions. */
  readonly modified: number;
  /** Of content or attributes; programs cannot set it. */
  readonly changed: number;
  readonly inode: number;
}
export type ContextEntry =
  | (EntryBase & { readonly kind: 'file'; readonly size: number; readonly stamp: FileStamp })
  | (EntryBase & { readonly kind: 'folder' })
  | (EntryBase & { readonly kind: 'link'; readonly target: string });

interface WalkOptions {
  readonly context: string;
  readonly rules: IgnoreRules;
  /** Whether COPY or ADD uses a path: only then does it matter if Docker cannot send it correctly. */
  readonly isCopied: (path: string) => boolean;
  readonly signal: AbortSignal;
}

/** How long the walk may block the event loop, in milliseconds. */
const longestTurn = 15;

/**
 * What is sent to the Docker Engine, folders before their content, sorted by name. Uses synchronous calls in short
 * turns: for many small files, this is several times faster than asynchronous calls.
 *
 * @throws EdkError `context.unreadable`, `context.escapes`.
 */
export async function* walkContext(options: WalkOptions): AsyncGenerator<ContextEntry> {
  let turnStarted = performance.now();
  for (const entry of walkFolder(options, '', [])) {
    if (performance.now() - turnStarted > longestTurn) {
      await setImmediate();
      options.signal.throwIfAborted();
      turnStarted = performance.now();
    }
    yield entry;
  }
}

/** `pending` holds ignored parents, which are only sent once something below them is included. */
function* walkFolder(options: WalkOptions, folder: string, pending: ContextEntry[]): Generator<ContextEntry> {
  for (const name of listNames(options.context, folder)) {
    const path = folder === '' ? name : `${folder}/${name}`;
    const ignored = options.rules.ignores(path);
    if (ignored && !options.rules.mayKeepBelow(path)) continue;
    const entry = readEntry(options, path);
    if (entry === undefined || (ignored && entry.kind !== 'folder')) continue;
    if (entry.kind === 'link' && options.isCopied(path)) refuseEscape(join(options.context, path), entry);
    if (ignored) {
      pending.push(entry);
    } else {
      yield* pending.splice(0);
      yield entry;
    }
    if (entry.kind !== 'folder') continue;
    yield* walkFolder(options, path, pending);
    if (pending.at(-1) === entry) pending.pop();
  }
}

function listNames(context: string, folder: string): string[] {
  const path = join(context, folder);
  try {
    return readdirSync(path).sort();
  } catch (error) {
    throw unreadable(path, error);
  }
}

function readEntry({ context, isCopied }: WalkOptions, path: string): ContextEntry | undefined {
  const absolute = join(context, path);
  let status: Stats;
  try {
    status = lstatSync(absolute);
  } catch (error) {
    if (!path.includes(notUtf8)) throw unreadable(absolute, error);
    if (isCopied(path)) throw unsendable(absolute, error);
    return undefined;
  }
  const entry = { path, mode: status.mode & 0o7777, modified: status.mtime };
  if (status.isFile()) {
    const stamp = { modified: status.mtimeMs, changed: status.ctimeMs, inode: status.ino };
    return { ...entry, kind: 'file', size: status.size, stamp };
  }
  if (status.isDirectory()) return { ...entry, kind: 'folder' };
  // Sockets, pipes and devices have no content to send.
  if (!status.isSymbolicLink()) return undefined;
  return { ...entry, kind: 'link', target: readlinkSync(absolute) };
}

/** Node's replacement for bytes that are not UTF-8; no file can be opened by such a name. */
const notUtf8 = '\uFFFD';

function unsendable(file: string, cause: unknown): EdkError {
  return new EdkError('context.unreadable', `The name of ${file} is not UTF-8, so BuildKit cannot take the file.`, {
    place: { file },
    remedy: 'Rename the file, or exclude it in .dockerignore.',
    cause,
  });
}

/** Docker would send such a link unchanged, and in the image it would point nowhere or somewhere else. */
function refuseEscape(absolute: string, { path, target }: { path: string; target: string }): void {
  const joined = posix.join(posix.dirname(path), target);
  if (isAbsolute(target) || joined === '..' || joined.startsWith('../')) {
    throw new EdkError('context.escapes', `The link ${absolute} points outside the build context, to ${target}.`, {
      place: { file: absolute },
      remedy:
        'Copy the file into the folder, exclude the link in .dockerignore, or create the link with RUN ln -s in the ' +
        'Dockerfile if it belongs in the image.',
    });
  }
}

function unreadable(file: string, cause: unknown): EdkError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new EdkError('context.unreadable', `${file} cannot be read.`, { detail: reason, place: { file }, cause });
}

/**
 * Everything about an entry that affects an image, as one text: kind, permission bits in octal, and the SHA-256 of the
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

/** The digest in the state of a file; meaningless for any other kind. */
export function digestIn(state: string): string {
  return state.slice(state.lastIndexOf(' ') + 1);
}

/** The state of a staged text, which replaces an entry or is added. */
export function stagedState(text: string, entry?: ContextEntry): string {
  return `file ${entry?.mode.toString(8) ?? '644'} ${sha256(text)}`;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function contentHash(): Hash {
  return createHash('sha256');
}

/** Files up to this size are read in one call. */
const pieceSize = 1024 * 1024;

/**
 * A file's content in pieces of at most 1 MiB, up to `size`.
 * A piece is only valid until the next one is asked for.
 *
 * @throws EdkError `context.unreadable`, also if the file is now shorter than `size`.
 */
export function* readContent(file: string, size: number): Generator<Uint8Array> {
  const descriptor = open(file);
  try {
    const buffer = Buffer.allocUnsafe(Math.min(size, pieceSize));
    for (let done = 0; done < size;) {
      const count = readPiece(descriptor, buffer.subarray(0, Math.min(pieceSize, size - done)), file);
      done += count;
      yield buffer.subarray(0, count);
    }
  } finally {
    closeSync(descriptor);
  }
}

function readPiece(descriptor: number, buffer: Buffer, file: string): number {
  let count: number;
  try {
    count = readSync(descriptor, buffer, 0, buffer.length, null);
  } catch (error) {
    throw unreadable(file, error);
  }
  if (count === 0) throw unreadable(file, new Error('It was truncated while it was being read.'));
  return count;
}

function open(file: string): number {
  try {
    // A pipe that has replaced the file since it was listed must not block the build.
    const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    if (fstatSync(descriptor).isFile()) return descriptor;
    closeSync(descriptor);
  } catch (error) {
    throw unreadable(file, error);
  }
  throw unreadable(file, new Error('It is no longer a regular file.'));
}
