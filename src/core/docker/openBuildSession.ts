import { randomUUID } from 'node:crypto';
import { performServerHandshake, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import { Duplex, type Readable, Readable as ReadableStream } from 'node:stream';
import type Docker from 'dockerode';
import protobuf from 'protobufjs/minimal.js';
import { dialDocker } from './connectDocker.ts';
import { answerDiffCopy, diffCopy, type FolderByName } from './syncFolder.ts';
import { answerHeaders, frame, readMessages, statusCode } from './grpcMessages.ts';

export interface BuildSession {
  readonly id: string;
  /** Why a folder could not be sent; BuildKit only reports that it was not. */
  readonly failure: Error | undefined;
  close(): void;
}

export interface RegistryCredentials {
  readonly username: string;
  readonly password: string;
  /** For the registry's token service, instead of user and password, which are then empty. */
  readonly identityToken?: string | undefined;
}

/** As the Engine expects them, in its header X-Registry-Auth. */
export function engineAuthentication(credentials: RegistryCredentials | undefined): AuthConfig {
  const { username = '', password = '', identityToken } = credentials ?? {};
  const token = identityToken === undefined ? {} : { identitytoken: identityToken };
  return { username, password, serveraddress: '', ...token };
}

interface AuthConfig {
  readonly username: string;
  readonly password: string;
  readonly serveraddress: string;
  readonly identitytoken?: string;
}

/** The answer to BuildKit's request for the credentials of a host (`host:port`). */
export type CredentialsByHost = (host: string) => RegistryCredentials | undefined;

interface BuildSessionOptions {
  readonly credentials: CredentialsByHost;
  readonly folder: FolderByName;
  /** BuildKit keeps its copy of the folders under this name, and next time only requests what changed. */
  readonly sharedKey: string;
}

/**
 * Opens the session that BuildKit needs: gRPC over the hijacked connection, with BuildKit as the client. It only
 * answers health checks and requests for credentials and files. dockerode has a session too, but it sends the same
 * credentials to every registry, sends no files, stays open when a build fails, and loads a gRPC library of half a
 * megabyte.
 */
export async function openBuildSession(docker: Docker, options: BuildSessionOptions): Promise<BuildSession> {
  const id = randomUUID();
  const socket = await dialDocker(docker, {
    method: 'POST',
    path: '/session',
    hijack: true,
    headers: {
      Upgrade: 'h2c',
      'X-Docker-Expose-Session-Uuid': id,
      'X-Docker-Expose-Session-Name': 'kaapana-edk',
      'X-Docker-Expose-Session-Sharedkey': options.sharedKey,
      'X-Docker-Expose-Session-Grpc-Method': diffCopy,
    },
    statusCodes: { 200: true },
  });
  if (!(socket instanceof Duplex)) throw new Error('The Docker Engine did not open a build session.');
  const session = performServerHandshake(socket);
  let failure: Error | undefined;
  const answer = (
    stream: ServerHttp2Stream,
    headers: IncomingHttpHeaders,
    _flags: number,
    rawHeaders: readonly string[],
  ): void => {
    // The end of a stream is noticed when reading and writing it.
    stream.on('error', () => undefined);
    if (headers[':path'] === diffCopy) {
      answerDiffCopy(stream, rawHeaders, options.folder).catch((error: unknown) => {
        failure ??= error instanceof Error ? error : new Error(String(error));
      });
    } else {
      void answerCall(stream, headers, options.credentials);
    }
  };
  session.on('stream', answer);
  // The end of a session is noticed by the build that needs it.
  session.on('error', () => session.destroy());
  return {
    id,
    get failure() {
      return failure;
    },
    close: () => session.destroy(),
  };
}

async function answerCall(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  credentials: CredentialsByHost,
): Promise<void> {
  const answer = answerTo(headers[':path'], await readMessage(stream), credentials);
  if (stream.destroyed) return;
  if (answer === undefined) {
    stream.respond({ ...answerHeaders, 'grpc-status': statusCode.unimplemented }, { endStream: true });
    return;
  }
  stream.respond(answerHeaders, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': statusCode.ok }));
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
      if (known === undefined) return writer.finish();
      // A secret without a user is an identity token.
      writer.uint32(10).string(known.username).uint32(18);
      writer.string(known.identityToken ?? known.password);
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

/** The single message of a request; empty if BuildKit gave up and no longer waits for the answer. */
async function readMessage(stream: ServerHttp2Stream): Promise<Buffer> {
  const messages: Buffer[] = [];
  try {
    for await (const several of readMessages(stream)) messages.push(...several);
  } catch {
    // As said above.
  }
  return messages[0] ?? Buffer.alloc(0);
}

interface BuildRequest {
  /** The context: for BuildKit a session that sends it, for the classic builder a tar. */
  readonly source: { readonly session: string } | { readonly tar: Readable };
  readonly dockerfile: string;
  /** Full references. */
  readonly tags: readonly string[];
  readonly buildArguments: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Starts a build and yields what the Engine reports; the build ends when the signal cuts the connection. */
export async function startBuild(docker: Docker, request: BuildRequest): Promise<Readable> {
  const { source } = request;
  const parameters = {
    t: request.tags,
    dockerfile: request.dockerfile,
    buildargs: request.buildArguments,
    labels: request.labels,
    rm: true,
    forcerm: true,
  };
  const answer = await dialDocker(docker, {
    path: '/build?',
    method: 'POST',
    isStream: true,
    statusCodes: { 200: true },
    abortSignal: request.signal,
    ...('tar' in source
      ? { file: source.tar, options: { ...parameters, version: '1' } }
      : // No body, which dockerode would otherwise create from the parameters.
        {
          options: {
            _query: { ...parameters, version: '2', remote: 'client-session', session: source.session },
            _body: {},
          },
        }),
  });
  if (!(answer instanceof ReadableStream)) throw new Error('The Docker Engine did not return a stream for the build.');
  return answer;
}
