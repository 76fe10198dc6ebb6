import { open, type FileHandle } from 'node:fs/promises';
import { readSync } from 'node:fs';
import { EdkError } from '../../errors/edkError.ts';
import { explainFileError } from '../../errors/fileErrors.ts';
import { multipartForm } from '../../http/httpBody.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import { callPlatform, expectSuccess, isUnknownPath, type PlatformCall } from '../callPlatform.ts';
import { checkUploadName } from '../checkNames.ts';
import { abandonUpload } from './removeLeftovers.ts';
import { paceOf, type PlatformConnection } from '../platformConnection.ts';
import { waitUntilBack } from '../waitForPlatform.ts';
import { quoteAnswer, quoteServerText } from '../readAnswer.ts';

export interface UploadSource {
  /** Path of the file on this machine. */
  readonly file: string;
  /** Its name on the platform; an existing file of that name is replaced. */
  readonly name: string;
}

const maximumStarts = 3;

/**
 * Uploads a file in chunks, one after the other. The platform appends whatever it receives and cannot report how much
 * it has, so in case of doubt the upload is abandoned and started again under a new id.
 *
 * @returns `unsupported` if the platform has no such endpoint.
 * @throws EdkError `platform.uploadRefused` if the platform refuses the file; it still keeps the file.
 */
export async function uploadByFilepond(
  platform: PlatformConnection,
  source: UploadSource,
  step: JobStep,
): Promise<'uploaded' | 'unsupported'> {
  checkUploadName(source.name);
  const file = await open(source.file, 'r').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw noFile(source, error);
    throw explainFileError(error, source.file);
  });
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw noFile(source);
    const { size } = stat;
    if (size === 0) throw new EdkError('platform.uploadRefused', `${source.file} is empty.`);
    for (let start = 1; ; start++) {
      const outcome = await tryOnce({ platform, name: source.name, file, size, step });
      if (typeof outcome === 'string') return outcome;
      const { error, wasBegun } = outcome;
      if (start >= maximumStarts) throw error;
      step.warn(`The upload of ${source.name} was interrupted and starts again: ${error.message}`);
      // It answered a moment ago; a restart takes some seconds.
      if (wasBegun && !(await waitUntilBack(platform, step.signal))) throw error;
    }
  } finally {
    await file.close();
  }
}

function noFile({ file }: UploadSource, cause?: Error): EdkError {
  return new EdkError('usage', `There is no file ${file}.`, { cause });
}

interface Upload {
  readonly platform: PlatformConnection;
  readonly name: string;
  readonly file: FileHandle;
  readonly size: number;
  readonly step: JobStep;
}

interface BrokenOff {
  readonly error: EdkError;
  /** Whether the platform had assigned an id. */
  readonly wasBegun: boolean;
}

/** Returns the error if the upload can be started again; throws if that would not help. */
async function tryOnce(upload: Upload): Promise<'uploaded' | 'unsupported' | BrokenOff> {
  const { platform, name } = upload;
  let id: string | undefined;
  try {
    id = await begin(upload);
    if (id === undefined) return 'unsupported';
    await platform.uploads?.begun({ id, name });
    await sendChunks(upload, id);
    await platform.uploads?.ended(id);
    await platform.uploads?.replaced(name);
    return 'uploaded';
  } catch (error) {
    if (id !== undefined) await abandon(platform, id);
    if (error instanceof EdkError && error.code === 'platform.uploadRefused') await platform.uploads?.refused(name);
    if (error instanceof EdkError && mayStartAgain(error)) return { error, wasBegun: id !== undefined };
    throw error;
  }
}

function mayStartAgain(error: EdkError): boolean {
  return ['platform.unreachable', 'platform.timeout', 'platform.badAnswer'].includes(error.code);
}

async function begin({ platform, name, size, step }: Upload): Promise<string | undefined> {
  const call: PlatformCall = {
    method: 'POST',
    path: '/filepond-upload',
    headers: { 'upload-length': String(size) },
    body: multipartForm({ filepond: JSON.stringify({ filepath: name }) }),
    deadlineMs: paceOf(platform).readDeadlineMs,
  };
  const answer = await callPlatform(platform, call, step.signal);
  if (isUnknownPath(answer)) return undefined;
  const id = expectSuccess(platform, call, answer).text().trim();
  if (/^[\w-]{8,64}$/.test(id)) return id;
  throw new EdkError('platform.badAnswer', 'The platform gave no id for the upload.', { detail: quoteServerText(id) });
}

/** Chunks grow while they are sent quickly, so that fast connections wait for fewer answers. */
async function sendChunks(upload: Upload, id: string): Promise<void> {
  const { platform, size, step } = upload;
  const { chunkBytes, longestChunkBytes, quickChunkMs } = paceOf(platform);
  let length = chunkBytes;
  for (let offset = 0; offset < size;) {
    const chunk = { id, offset, length: Math.min(length, size - offset) };
    const started = performance.now();
    const text = await sendChunk(upload, chunk);
    offset += chunk.length;
    const complete = /uploaded success?fully$/.test(text);
    if (complete !== (offset === size)) {
      throw new EdkError('platform.badAnswer', `The platform reports a different size for ${upload.name}.`, {
        detail: text,
      });
    }
    step.progress({ done: offset, total: size, unit: 'bytes' });
    if (performance.now() - started < quickChunkMs) length = Math.min(2 * length, longestChunkBytes);
  }
}

async function sendChunk(
  { platform, file, name, size, step }: Upload,
  { id, offset, length }: { readonly id: string; readonly offset: number; readonly length: number },
): Promise<string> {
  const call: PlatformCall = {
    method: 'PATCH',
    path: '/filepond-upload',
    query: { patch: id },
    headers: {
      'content-type': 'application/offset+octet-stream',
      'upload-offset': String(offset),
      'upload-length': String(size),
      'upload-name': name,
    },
    body: { byteLength: length, pieces: readPieces({ file, name, offset, length }) },
    deadlineMs: paceOf(platform).chunkDeadlineMs,
  };
  const answer = await callPlatform(platform, call, step.signal);
  const text = quoteServerText(answer.text());
  if (answer.status < 300) return text;
  if (text.includes(id) || answer.status >= 502) {
    throw new EdkError('platform.badAnswer', `The platform lost the upload of ${name}.`, { detail: text });
  }
  const message = `The platform refuses ${name}: ${text || `status ${answer.status}`}`;
  if (/no space left/i.test(text)) {
    const remedy = "The platform's disk is full: free some of it, then try again.";
    throw new EdkError('platform.failed', message, { remedy });
  }
  // A complete file is moved to its place before it is checked.
  const isWhole = offset + length === size;
  if (!isWhole) throw new EdkError('platform.failed', message, { detail: quoteAnswer(answer) });
  throw new EdkError('platform.uploadRefused', message, {
    detail: `${quoteAnswer(answer)}\nThe file is on the platform anyway, and its extension may be listed.`,
  });
}

/** Best effort: also when cancelled, and without hiding the original error. */
async function abandon(platform: PlatformConnection, id: string): Promise<void> {
  await abandonUpload(platform, id, new AbortController().signal).then(
    () => platform.uploads?.ended(id),
    () => undefined,
  );
}

/** Small enough to be read without a noticeable delay, and to stay in the processor's cache until it is sent. */
const pieceBytes = 128 * 1024;

interface FilePart {
  readonly file: FileHandle;
  /** Its name in errors. */
  readonly name: string;
  readonly offset: number;
  readonly length: number;
}

/**
 * A part of a file, piece by piece; each overwrites the one before. Reads synchronously, because passing every piece to
 * another thread and back costs more than reading it (`npm run bench -- upload`).
 *
 * @throws EdkError `platform.failed` if the file ends before the part does.
 */
function* readPieces({ file, name, offset, length }: FilePart): Generator<Uint8Array> {
  const end = offset + length;
  const buffer = new Uint8Array(Math.min(length, pieceBytes));
  for (let position = offset; position < end;) {
    const count = readSync(file.fd, buffer, 0, Math.min(buffer.byteLength, end - position), position);
    if (count === 0) {
      throw new EdkError('platform.failed', `${name} was truncated during the upload.`, {
        remedy: 'Wait until nothing writes to the file, then upload it again.',
      });
    }
    position += count;
    yield buffer.subarray(0, count);
  }
}
