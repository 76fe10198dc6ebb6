import { createReadStream } from 'node:fs';
import { basename, posix } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import { EdkError } from '../errors/edkError.ts';
import { explainFileError } from '../errors/fileErrors.ts';

export interface ArchiveLimits {
  readonly entries: number;
  /** Unpacked. */
  readonly bytes: number;
  /** Of each file. */
  readonly fileBytes: number;
  /** How many times larger than the archive the unpacked content may be, beyond the first megabytes. */
  readonly ratio: number;
}

const MiB = 1024 * 1024;

/** The same sizes as in Helm since 3.17.3 (MaxDecompressedChartSize, MaxDecompressedFileSize). */
const usualLimits: ArchiveLimits = { entries: 10_000, bytes: 100 * MiB, fileBytes: 5 * MiB, ratio: 200 };

/** Small archives of templates compress well, so the ratio does not count below this size. */
const alwaysUnpacked = 10 * MiB;

export interface ChartArchive {
  /** The single top-level folder. */
  readonly folder: string;
  /** The requested files that exist, by path below the folder. */
  readonly files: ReadonlyMap<string, string>;
}

interface ArchiveOptions {
  readonly wanted: readonly string[];
  readonly signal: AbortSignal;
  readonly limits?: ArchiveLimits | undefined;
}

/**
 * Reads some files of a .tgz as a stream, without writing anything. Paths are treated as Helm does: the first part is
 * dropped, whatever it is, and the rest is normalized.
 *
 * @throws EdkError `chart.invalid` for files that are not such an archive, contain links or paths that point outside,
 * or are too big.
 */
export async function readChartArchive(file: string, options: ArchiveOptions): Promise<ChartArchive> {
  const { limits = usualLimits, wanted, signal } = options;
  const folders = new Set<string>();
  const files = new Map<string, string>();
  let entries = 0;
  const tar = extract();
  const packed = createReadStream(file);
  const countBytes = async function* (unpacked: AsyncIterable<Uint8Array>) {
    let bytes = 0;
    for await (const chunk of unpacked) {
      bytes += chunk.byteLength;
      if (bytes > limits.bytes) throw refusal(file, `it has more than ${limits.bytes} bytes unpacked`);
      if (bytes > alwaysUnpacked && bytes > packed.bytesRead * limits.ratio) {
        throw refusal(file, `it is more than ${limits.ratio} times larger unpacked`);
      }
      yield chunk;
    }
  };
  const visit = async () => {
    for await (const entry of tar) {
      const { name, size, type } = entry.header;
      entries += 1;
      if (entries > limits.entries) throw refusal(file, `it has more than ${limits.entries} entries`);
      const path = checkEntry(file, entry.header);
      folders.add(path.folder);
      if (size > limits.fileBytes) throw refusal(file, `its ${path.rest} is too long`);
      if (type === 'directory' || !wanted.includes(path.rest)) entry.resume();
      else if (files.has(path.rest)) throw refusal(file, `it contains ${name} twice`);
      else files.set(path.rest, await readText(entry));
    }
  };
  try {
    await Promise.all([pipeline(packed, createGunzip(), countBytes, tar, { signal }), visit()]);
  } catch (error) {
    tar.destroy();
    throw explain(error, file);
  }
  const [folder, ...others] = folders;
  if (folder === undefined) throw refusal(file, 'it is empty');
  if (others.length > 0) throw refusal(file, 'it has more than one folder');
  return { folder, files };
}

function checkEntry(file: string, header: Header): { readonly folder: string; readonly rest: string } {
  if (header.type !== 'file' && header.type !== 'directory') {
    throw refusal(file, `${header.name} is a ${header.type}, which charts must not have`);
  }
  const [folder = '', ...rest] = header.name.split(header.name.includes('\\') ? '\\' : '/');
  const path = posix.normalize(rest.join('/'));
  // Helm rejects any path that starts with two dots, and treats a drive letter as an absolute path.
  if (folder === '' || folder === '..' || path.startsWith('..') || posix.isAbsolute(path) || /^[a-z]:\//iu.test(path)) {
    throw refusal(file, `${header.name} points outside it`);
  }
  if (path === '.' && header.type === 'file') throw refusal(file, `${header.name} is not in a folder`);
  return { folder, rest: path };
}

async function readText(entry: AsyncIterable<unknown>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of entry) if (chunk instanceof Uint8Array) chunks.push(chunk);
  // TextDecoder drops the byte order mark, as Helm does.
  return new TextDecoder().decode(Buffer.concat(chunks));
}

function explain(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || error instanceof EdkError || error.name === 'AbortError') return error;
  if ('code' in error && error.code === 'ENOENT') return refusal(file, 'there is no such file');
  const known = explainFileError(error, file);
  return known === error ? refusal(file, `it is not a .tgz file (${error.message})`) : known;
}

function refusal(file: string, reason: string): EdkError {
  return new EdkError('chart.invalid', `${basename(file)} cannot be uploaded: ${reason}.`, {
    place: { file },
    remedy: 'Build it with "edk build chart".',
  });
}
