import type { ServerHttp2Stream } from 'node:http2';
import type { Duplex } from 'node:stream';
import protobuf from 'protobufjs/minimal.js';
import { answerHeaders, statusCode, type SyncedEntry, frame, readMessages, encodeStat } from './grpcMessages.ts';

/**
 * What BuildKit may receive of a folder, in the order of inSyncOrder. It asks for `dockerfile` and `context`.
 *
 * @param wanted paths or patterns that are sufficient for the build; none means everything.
 */
export type FolderByName = (name: string, wanted: readonly string[]) => readonly SyncedEntry[] | undefined;

/** The call of BuildKit's session/filesync/filesync.proto. */
export const diffCopy = '/moby.filesync.v1.FileSync/DiffCopy';

/**
 * Sends BuildKit the folder that it asks for.
 *
 * @param rawHeaders name, value, name, value.
 * @throws the reason why the folder could not be sent; nothing if BuildKit gave up or the session was closed.
 */
export async function answerDiffCopy(
  stream: ServerHttp2Stream,
  rawHeaders: readonly string[],
  folder: FolderByName,
): Promise<void> {
  const [name = ''] = valuesOf(rawHeaders, 'dir-name');
  // Older Engines send patterns where newer ones send paths.
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

/** All values of a header, which Node would join into one. */
function valuesOf(rawHeaders: readonly string[], name: string): string[] {
  const all = (wanted: string): string[] =>
    rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1] === wanted);
  const decode = all(`${name}-encoded`).includes('1') ? decodeEscaped : decodeBytes;
  return all(name).map(decode);
}

/** Encoded by Go's url.QueryEscape; invalid text stands for any name. */
function decodeEscaped(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    return '*';
  }
}

/** Older Engines send UTF-8, of which Node reads each byte as a character. */
function decodeBytes(value: string): string {
  return Buffer.from(value, 'latin1').toString();
}

/** Kinds of the message `Packet` of fsutil's types/wire.proto. */
const packetType = { stat: 0, request: 1, data: 2, end: 3 } as const;

/** In bytes: small packets are sent together, a large one alone. BuildKit accepts no message above 4 MB. */
const gatheredSize = 128 * 1024;

/**
 * Answers one call of BuildKit's FileSync/DiffCopy in constant memory: announces every entry, then sends the files that
 * BuildKit requests by position, which are those that differ from its last copy of the folder.
 *
 * @param entries in the order of inSyncOrder.
 * @throws whatever reading a file throws; BuildKit then discards what it received of that file.
 */
async function sendFolder(stream: Duplex, entries: readonly SyncedEntry[]): Promise<void> {
  const out = new Outbox(stream);
  for (const entry of entries) await out.add(statPacket(entry));
  await out.add(frame());
  await out.flush();
  for await (const messages of readMessages(stream)) {
    for (const { type, id } of messages.map(readPacket)) {
      if (type === packetType.request) await sendFile(out, id, entries[id]);
      if (type !== packetType.end) continue;
      await out.add(frame(protobuf.Writer.create().uint32(0x08).uint32(packetType.end).finish()));
      await out.flush();
      return;
    }
    await out.flush();
  }
}

async function sendFile(out: Outbox, id: number, entry: SyncedEntry | undefined): Promise<void> {
  if (entry?.kind !== 'file') throw new Error(`BuildKit asked for entry ${id}, which is not a file.`);
  for (const piece of entry.content()) await out.add(dataPacket(id, piece));
  // Marks the file as complete, so it follows only after the content was verified.
  await out.add(dataPacket(id, new Uint8Array()));
}

function statPacket(entry: SyncedEntry): Buffer {
  return frame(protobuf.Writer.create().uint32(0x12).bytes(encodeStat(entry)).finish());
}

function dataPacket(id: number, data: Uint8Array): Buffer {
  const head = protobuf.Writer.create().uint32(0x08).uint32(packetType.data).uint32(0x18).uint32(id);
  return frame(head.uint32(0x22).uint32(data.length).finish(), data);
}

function readPacket(message: Uint8Array): { type: number; id: number } {
  const reader = protobuf.Reader.create(message);
  const packet = { type: 0, id: 0 };
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag === 0x08) packet.type = reader.uint32();
    else if (tag === 0x18) packet.id = reader.uint32();
    else reader.skipType(tag & 7);
  }
  return packet;
}

/** Collects packets, and waits until BuildKit has accepted them. */
class Outbox {
  readonly #stream: Duplex;
  #gathered: Buffer[] = [];
  #size = 0;

  constructor(stream: Duplex) {
    this.#stream = stream;
  }

  async add(bytes: Buffer): Promise<void> {
    this.#gathered.push(bytes);
    this.#size += bytes.length;
    if (this.#size >= gatheredSize) await this.flush();
  }

  flush(): Promise<void> {
    const bytes = Buffer.concat(this.#gathered);
    this.#gathered = [];
    this.#size = 0;
    if (bytes.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const closed = (): void => {
        reject(new Error('The connection was lost while files were being sent.'));
      };
      this.#stream.once('close', closed);
      this.#stream.write(bytes, (error) => {
        this.#stream.off('close', closed);
        if (error) reject(error);
        else resolve();
      });
    });
  }
}
