import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import pLimit from 'p-limit';
import { EdkError } from '../errors/edkError.ts';
import { explainFileError } from '../errors/fileErrors.ts';
import { isMissing, readRegularFile, sourceFileLimit } from '../files/readRegularFile.ts';
import { SourceFile } from './sourceFile.ts';
import { isDockerfileName } from './sourceNames.ts';

export interface ReadTextsOptions {
  readonly signal?: AbortSignal | undefined;
  /** Contents that are being edited, by absolute path; they win over what is on disk. */
  readonly unsaved?: ReadonlyMap<string, string> | undefined;
  /** What was read before; files of the same size and time of change are not read again. */
  readonly memory?: SourceMemory | undefined;
}

/** Files that were read and parsed, by absolute path. */
export type SourceMemory = Map<string, { readonly stamp: string; readonly source: SourceFile }>;

export interface ProjectTexts {
  /** By their paths relative to the project. */
  readonly texts: ReadonlyMap<string, SourceFile>;
  /** Why the others were not read. */
  readonly refused: ReadonlyMap<string, EdkError>;
}

/** How many files are open at once. */
const mostOpen = 16;

/** Reads texts of a project. Those that have gone meanwhile are left out. */
export async function readTexts(
  root: string,
  paths: readonly string[],
  options: ReadTextsOptions,
): Promise<ProjectTexts> {
  const texts = new Map<string, SourceFile>();
  const refused = new Map<string, EdkError>();
  const read = await pLimit(mostOpen).map(paths, (path) => readText(join(root, path), path, options));
  for (const [index, path] of paths.entries()) {
    const found = read[index];
    if (found instanceof SourceFile) texts.set(path, found);
    else if (found !== undefined) refused.set(path, found);
  }
  return { texts, refused };
}

async function readText(
  file: string,
  path: string,
  { unsaved, memory, signal }: ReadTextsOptions,
): Promise<SourceFile | EdkError | undefined> {
  const known = memory?.get(file);
  const remember = (stamp: string, text: string): SourceFile => {
    const source =
      known?.source.text === text && known.source.path === path ? known.source : new SourceFile(file, path, text);
    memory?.set(file, { stamp, source });
    return source;
  };
  const edited = unsaved?.get(file);
  if (edited !== undefined) return remember('edited', edited);
  try {
    const found = await stat(file);
    const stamp = `${found.size} ${found.mtimeMs}`;
    if (known?.stamp === stamp && found.isFile()) return known.source;
    return remember(stamp, decode(await readRegularFile(file, { limit: sourceFileLimit, signal }), file));
  } catch (error) {
    signal?.throwIfAborted();
    // A link that leads nowhere is not there either, as for Docker and Helm.
    if (isMissing(error)) return undefined;
    const problem = explainFileError(error, file);
    if (problem instanceof EdkError) return problem;
    throw problem;
  }
}

/** @throws EdkError `file.notText`; a Dockerfile may have comments in any encoding, as for Docker. */
function decode(bytes: Uint8Array, file: string): string {
  const isDockerfile = isDockerfileName(basename(file));
  try {
    if (isDockerfile || !bytes.includes(0)) {
      return new TextDecoder('utf-8', { fatal: !isDockerfile, ignoreBOM: true }).decode(bytes);
    }
  } catch {
    // Told below.
  }
  throw new EdkError('file.notText', `${file} is not written in UTF-8.`, { place: { file } });
}
