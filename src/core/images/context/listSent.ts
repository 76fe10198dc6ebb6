import { join } from 'node:path';
import { EdkError } from '../../errors/edkError.ts';
import { contentHash, digestIn, entryState, sha256, readContent, type ContextEntry } from './walkContext.ts';

interface SentFile {
  readonly kind: 'file';
  readonly path: string;
  readonly mode: number;
  readonly modified: Date;
  readonly size: number;
  /** SHA-256 of the planned content, in hexadecimal. */
  readonly digest: string;
  /** In pieces, each valid until the next; throws EdkError `context.changed` at the end if the content has changed. */
  readonly content: () => Iterable<Uint8Array>;
}

/** What is sent to the Docker Engine. */
export type SentEntry = SentFile | Exclude<ContextEntry, { kind: 'file' }>;

interface ListSentOptions {
  readonly context: string;
  readonly entries: AsyncIterable<ContextEntry>;
  /** Staged contents by path in the context, which replace files or are added. */
  readonly overlay: ReadonlyMap<string, string>;
  /** The hashed state by path; nothing else may be sent under that hash. See hashContext. */
  readonly expected: ReadonlyMap<string, string>;
}

/**
 * Everything that is sent, folders before their content. Contents are read and compared when they are sent.
 *
 * @throws EdkError `context.changed` if an entry was added or removed, or if its kind or mode differs from the hashed
 * state; whatever walkContext throws.
 */
export async function listSent({ context, entries, overlay, expected }: ListSentOptions): Promise<SentEntry[]> {
  const sent: SentEntry[] = [];
  const added = new Map(overlay);
  const missing = new Set(expected.keys());
  for await (const entry of entries) {
    missing.delete(entry.path);
    const staged = overlay.get(entry.path);
    if (staged !== undefined && entry.kind !== 'folder') {
      added.delete(entry.path);
      sent.push(stagedFile(entry, staged));
      continue;
    }
    const state = expected.get(entry.path) ?? '';
    const digest = digestIn(state);
    if (entryState(entry, digest) !== state) throw changedWhileSent(join(context, entry.path));
    sent.push(entry.kind === 'file' ? fileOnDisk(context, entry, digest) : entry);
  }
  for (const [path, text] of added) {
    missing.delete(path);
    sent.push(stagedFile({ path, mode: 0o644, modified: new Date(0) }, text));
  }
  const [gone] = missing;
  if (gone !== undefined) throw changedWhileSent(join(context, gone));
  return sent;
}

/** A file with staged content. */
export function stagedFile(
  { path, mode, modified }: Pick<ContextEntry, 'path' | 'mode' | 'modified'>,
  text: string,
): SentFile {
  const content = Buffer.from(text);
  const pieces = content.length === 0 ? [] : [content];
  return { kind: 'file', path, mode, modified, size: content.length, digest: sha256(text), content: () => pieces };
}

function fileOnDisk(
  context: string,
  { path, mode, modified, size }: Extract<ContextEntry, { kind: 'file' }>,
  digest: string,
): SentFile {
  const content = (): Iterable<Uint8Array> => readExpected(join(context, path), size, digest);
  return { kind: 'file', path, mode, modified, size, digest, content };
}

function* readExpected(file: string, size: number, digest: string): Generator<Uint8Array> {
  const hash = contentHash();
  for (const piece of readContent(file, size)) {
    hash.update(piece);
    yield piece;
  }
  if (hash.digest('hex') !== digest) throw changedWhileSent(file);
}

function changedWhileSent(file: string): EdkError {
  return new EdkError('context.changed', `${file} changed between being hashed and being sent.`, { place: { file } });
}

/**
 * The Dockerfile to build, which may differ from the user's, because its bases are exact. It never becomes part of an
 * image: BuildKit receives it separately from the context, and the classic builder under a unique name that its
 * .dockerignore excludes, as the docker command does with a Dockerfile outside the context.
 */
export interface StagedDockerfile {
  /** In `entries`. */
  readonly name: string;
  readonly entries: readonly SentEntry[];
  readonly nameInContext: string;
  /** The context for the classic builder. */
  readonly addTo: (entries: readonly SentEntry[]) => SentEntry[];
}

const ignoreFile = '.dockerignore';

/** @param ignoreText of the .dockerignore that applies to this Dockerfile. */
export function stageDockerfile(text: string, ignoreText: string): StagedDockerfile {
  const name = 'Dockerfile';
  const nameInContext = `.dockerfile.${sha256(text).slice(0, 20)}`;
  const stage = (path: string, content: string): SentEntry =>
    stagedFile({ path, mode: 0o644, modified: new Date(0) }, content);
  // Otherwise BuildKit reads the .dockerignore of the context, even if the Dockerfile has its own.
  const rules = ignoreText === '' ? [] : [stage(`${name}.dockerignore`, ignoreText)];
  return {
    name,
    entries: [stage(name, text), ...rules],
    nameInContext,
    addTo: (entries) => [
      ...entries.filter(({ path }) => path !== ignoreFile),
      stage(ignoreFile, `${ignoreText === '' ? ignoreFile : ignoreText}\n${nameInContext}\n`),
      stage(nameInContext, text),
    ],
  };
}
