import { join } from 'node:path';
import { EdkError } from '../../errors/edkError.ts';
import { contentHash, digestIn, entryState, sha256, readContent, type ContextEntry } from './walkContext.ts';

interface SentFile {
  readonly kind: 'file';
  readonly path: string;
  readonly mode: number;
  readonly modified: Date;
  readonly size: number;
  /** SHA-256 of the content, in hexadecimal: the one that was planned with. */
  readonly digest: string;
  /** In pieces that are valid until the next one; throws EdkError `context.changed` at the end if it is another one. */
  readonly content: () => Iterable<Uint8Array>;
}

/** What is sent to the Docker Engine. */
export type SentEntry = SentFile | Exclude<ContextEntry, { kind: 'file' }>;

interface ListSentOptions {
  readonly context: string;
  readonly entries: AsyncIterable<ContextEntry>;
  /** Staged contents by path in the context: they replace files, or are added. */
  readonly overlay: ReadonlyMap<string, string>;
  /** What was hashed, by path: anything else must not be sent under that hash. See hashContext. */
  readonly expected: ReadonlyMap<string, string>;
}

/**
 * Everything that is sent, folders before their content. Contents are read, and compared, when they are sent.
 *
 * @throws EdkError `context.changed` where an entry came, went or is of another kind or mode than what was hashed; what
 * walkContext throws.
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

/** A file whose content is a text of ours. */
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
 * The Dockerfile that is built, which need not be the user's: its bases are exact. It never comes into an image: BuildKit
 * gets it beside the context, and the classic builder under a name of its own that its .dockerignore leaves out again, as
 * the docker command does with a Dockerfile from elsewhere.
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

/** @param ignoreText of the .dockerignore that counts for this Dockerfile. */
export function stageDockerfile(text: string, ignoreText: string): StagedDockerfile {
  const name = 'Dockerfile';
  const nameInContext = `.dockerfile.${sha256(text).slice(0, 20)}`;
  const stage = (path: string, content: string): SentEntry =>
    stagedFile({ path, mode: 0o644, modified: new Date(0) }, content);
  // BuildKit would else read the .dockerignore of the context, also where the Dockerfile has one of its own.
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
