import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import type Dockerode from 'dockerode';
import { z } from 'zod';
import { lastLines } from '../../core/text/lastLines.ts';

const inspectSchema = z.object({ ExitCode: z.number().nullable() });

/** Runs a command in a running container to its end; rejects with the engine's words, or an AbortError. */
export async function execInContainer(
  container: Dockerode.Container,
  command: readonly string[],
  { docker, signal }: { readonly docker: Dockerode; readonly signal: AbortSignal },
): Promise<{ exitCode: number; output: string }> {
  const exec = await container.exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true, abortSignal: signal });
  const stream = await exec.start({ abortSignal: signal });
  const output = new PassThrough();
  docker.modem.demuxStream(stream, output, output);
  const end = (): void => void output.end();
  stream.once('end', end);
  stream.once('close', end);
  stream.once('error', end);
  const stop = (): void => void stream.destroy();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const said = lastLines(await text(output), 5);
    signal.throwIfAborted();
    const { ExitCode } = inspectSchema.parse(await exec.inspect());
    return { exitCode: ExitCode ?? 1, output: said };
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
