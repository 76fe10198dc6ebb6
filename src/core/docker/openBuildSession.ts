import { randomUUID } from 'node:crypto';
import { performServerHandshake, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import { Duplex } from 'node:stream';
import type Docker from 'dockerode';
import protobuf from 'protobufjs/minimal.js';
import { dialDocker } from './dialDocker.ts';

export interface BuildSession {
  readonly id: string;
  close(): void;
}

export interface RegistryCredentials {
  readonly username: string;
  readonly password: string;
}

/** What BuildKit is told when it asks for the credentials of a host (`host:port`). */
export type CredentialsByHost = (host: string) => RegistryCredentials | undefined;

/**
 * Opens the side channel that BuildKit needs: gRPC over the hijacked connection, with BuildKit as the client. Only its
 * questions about our health and about credentials are answered. dockerode brings a session too, but it gives every
 * registry the same credentials, stays open when a build fails, and loads a gRPC library of half a megabyte.
 */
export async function openBuildSession(docker: Docker, credentials: CredentialsByHost): Promise<BuildSession> {
  const id = randomUUID();
  const socket = await dialDocker(docker, {
    method: 'POST',
    path: '/session',
    hijack: true,
    headers: {
      Upgrade: 'h2c',
      'X-Docker-Expose-Session-Uuid': id,
      'X-Docker-Expose-Session-Name': 'kaapana-edk',
    },
    statusCodes: { 200: true },
  });
  if (!(socket instanceof Duplex)) throw new Error('The Docker Engine opened no build session.');
  const session = performServerHandshake(socket);
  session.on('stream', (stream, headers) => void answerCall(stream, headers, credentials));
  // The end of a session shows itself in the build that needs it.
  session.on('error', () => session.destroy());
  return { id, close: () => session.destroy() };
}

/** Codes of gRPC. */
const ok = '0';
const unimplemented = '12';

async function answerCall(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  credentials: CredentialsByHost,
): Promise<void> {
  const answer = answerTo(headers[':path'], await readMessage(stream), credentials);
  if (stream.destroyed) return;
  const contentType = { ':status': 200, 'content-type': 'application/grpc' };
  if (answer === undefined) {
    stream.respond({ ...contentType, 'grpc-status': unimplemented }, { endStream: true });
    return;
  }
  stream.respond(contentType, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': ok }));
  stream.end(frame(answer));
}

/** The messages of grpc.health.v1 and of BuildKit's session/auth/auth.proto. */
function answerTo(path: string | undefined, message: Buffer, credentials: CredentialsByHost): Uint8Array | undefined {
  switch (path) {
    case '/grpc.health.v1.Health/Check':
      return protobuf.Writer.create().uint32(8).int32(1).finish();
    case '/moby.filesync.v1.Auth/Credentials': {
      const known = credentials(readHost(message));
      const writer = protobuf.Writer.create();
      if (known !== undefined) writer.uint32(10).string(known.username).uint32(18).string(known.password);
      return writer.finish();
    }
    default:
      return undefined;
  }
}

function readHost(message: Buffer): string {
  const reader = protobuf.Reader.create(message);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag >>> 3 === 1) return reader.string();
    reader.skipType(tag & 7);
  }
  return '';
}

/** One message: a byte for compression, four for the length, then the message. */
async function readMessage(stream: ServerHttp2Stream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of stream) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  } catch {
    // BuildKit gave up its question, so nobody waits for the answer.
  }
  return Buffer.concat(chunks).subarray(5);
}

function frame(message: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}
