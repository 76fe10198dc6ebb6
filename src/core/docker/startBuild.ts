import type { Readable } from 'node:stream';
import { Readable as ReadableStream } from 'node:stream';
import type Docker from 'dockerode';
import { dialDocker } from './dialDocker.ts';

export interface BuildRequest {
  /** The context as a tar. */
  readonly context: Readable;
  readonly dockerfile: string;
  /** Full references. */
  readonly tags: readonly string[];
  readonly buildArguments: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  /** Of BuildKit; without it the classic builder works. */
  readonly session: string | undefined;
  readonly signal: AbortSignal;
}

/** Starts a build and gives what the Engine tells of it; the build ends when the signal cuts the connection. */
export async function startBuild(docker: Docker, request: BuildRequest): Promise<Readable> {
  const answer = await dialDocker(docker, {
    path: '/build?',
    method: 'POST',
    file: request.context,
    isStream: true,
    statusCodes: { 200: true },
    abortSignal: request.signal,
    options: {
      t: request.tags,
      dockerfile: request.dockerfile,
      buildargs: request.buildArguments,
      labels: request.labels,
      rm: true,
      forcerm: true,
      ...(request.session === undefined ? { version: '1' } : { version: '2', session: request.session }),
    },
  });
  if (!(answer instanceof ReadableStream)) throw new Error('The Docker Engine answered a build without a stream.');
  return answer;
}
