import type { Readable } from 'node:stream';
import { Readable as ReadableStream } from 'node:stream';
import type Docker from 'dockerode';
import { dialDocker } from './dialDocker.ts';

export interface BuildRequest {
  /** Where the context is: with BuildKit in a session that sends it, for the classic builder in a tar. */
  readonly source: { readonly session: string } | { readonly tar: Readable };
  readonly dockerfile: string;
  /** Full references. */
  readonly tags: readonly string[];
  readonly buildArguments: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Starts a build and gives what the Engine tells of it; the build ends when the signal cuts the connection. */
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
      : // Without a body, which dockerode would make of the parameters.
        {
          options: {
            _query: { ...parameters, version: '2', remote: 'client-session', session: source.session },
            _body: {},
          },
        }),
  });
  if (!(answer instanceof ReadableStream)) throw new Error('The Docker Engine answered a build without a stream.');
  return answer;
}
