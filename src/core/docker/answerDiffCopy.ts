import type { ServerHttp2Stream } from 'node:http2';
import { answerHeaders, statusCode } from './grpcMessages.ts';
import { sendFolder } from './sendFolder.ts';
import type { SyncedEntry } from './syncedEntry.ts';

/**
 * What BuildKit may have of a folder, in the order of inSyncOrder. It asks for `dockerfile` and `context`.
 *
 * @param wanted paths or patterns that the build can do with; none means everything.
 */
export type FolderByName = (name: string, wanted: readonly string[]) => readonly SyncedEntry[] | undefined;

/** The call of BuildKit's session/filesync/filesync.proto. */
export const diffCopy = '/moby.filesync.v1.FileSync/DiffCopy';

/**
 * Sends BuildKit the folder that it asks for.
 *
 * @param rawHeaders name, value, name, value.
 * @throws why the folder could not be sent; not when BuildKit gave up, or the session was closed.
 */
export async function answerDiffCopy(
  stream: ServerHttp2Stream,
  rawHeaders: readonly string[],
  folder: FolderByName,
): Promise<void> {
  const [name = ''] = valuesOf(rawHeaders, 'dir-name');
  // Older Engines say in patterns what newer ones say in paths.
  const wanted = [...valuesOf(rawHeaders, 'followpaths'), ...valuesOf(rawHeaders, 'include-patterns')];
  const entries = folder(name, wanted);
  if (entries === undefined) {
    stream.respond({ ...answerHeaders, 'grpc-status': statusCode.notFound }, { endStream: true });
    return;
  }
  let status: string = statusCode.ok;
  stream.respond(answerHeaders, { waitForTrailers: true });
  stream.on('wantTrailers', () => {
    stream.sendTrailers({ 'grpc-status': status });
  });
  try {
    await sendFolder(stream, entries);
  } catch (error) {
    if (stream.destroyed) return;
    status = statusCode.unknown;
    throw error;
  } finally {
    stream.end();
  }
}

/** All values of a header, which Node would join to one. */
function valuesOf(rawHeaders: readonly string[], name: string): string[] {
  const all = (wanted: string): string[] =>
    rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1] === wanted);
  const decode = all(`${name}-encoded`).includes('1') ? decodeEscaped : decodeBytes;
  return all(name).map(decode);
}

/** As Go's url.QueryEscape writes it; what is no text stands for any name. */
function decodeEscaped(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    return '*';
  }
}

/** Older Engines write UTF-8, and Node reads a character for every byte. */
function decodeBytes(value: string): string {
  return Buffer.from(value, 'latin1').toString();
}
