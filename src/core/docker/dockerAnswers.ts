import { createInterface } from 'node:readline';
import { z } from 'zod';
import { EdkError } from '../errors/edkError.ts';
import { parseJson } from '../text/parseJson.ts';
import { lastLines, plainLine } from '../text/plainText.ts';

/** The HTTP status of a call that the Engine refused; undefined for any other error. */
export function refusalStatus(error: unknown): unknown {
  return error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
}

const engineError = z.object({ json: z.object({ message: z.string() }).optional() });

/** The Docker Engine's own message, without the client's additions. */
export function engineMessage(error: unknown): string {
  const parsed = engineError.safeParse(error);
  if (parsed.data?.json !== undefined) return parsed.data.json.message.trim();
  return error instanceof Error ? error.message : String(error);
}

/** Turns an error from dockerode into one with a remedy; passes on EdkError and cancellation. */
export function explainDockerError(error: unknown, address: string): unknown {
  if (!(error instanceof Error) || error instanceof EdkError || error.name === 'AbortError') return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return new EdkError('docker.forbidden', `No permission to use the Docker Engine at ${address}.`, {
        cause: error,
      });
    case 'ENOENT':
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
    case 'ENOTSOCK':
      return new EdkError('docker.unreachable', `The Docker Engine does not answer at ${address}.`, {
        detail: error.message,
        cause: error,
      });
    case 'ECONNRESET':
    case 'EPIPE':
      return new EdkError('docker.unreachable', `The Docker Engine at ${address} closed the connection.`, {
        detail: error.message,
        cause: error,
      });
    default:
      return new EdkError('docker.failed', 'The Docker Engine reports an error.', {
        detail: lastLines(error.message, 20),
        cause: error,
      });
  }
}

/** The Engine's progress messages: one JSON value per line. @throws EdkError `docker.failed` for a line that is not. */
export async function* readJsonLines(stream: NodeJS.ReadableStream): AsyncGenerator {
  // readline ignores the stream's errors, such as an interrupted build; they are thrown again at the end.
  let failure: Error | undefined;
  stream.on('error', (error: Error) => {
    failure = error;
  });
  const lines = createInterface({ input: stream, crlfDelay: Infinity });
  // It also repeats the stream's error when nobody reads any more, as after a failed push; unhandled, it would end edk.
  lines.on('error', () => undefined);
  stream.once('close', () => {
    lines.close();
  });
  for await (const line of lines) {
    if (line.trim() === '') continue;
    const value = parseJson(line, z.unknown());
    if (value === undefined) {
      throw new EdkError('docker.failed', 'The Docker Engine returned a line that is not JSON.', {
        detail: plainLine(line.slice(0, 400)),
      });
    }
    yield value;
  }
  if (failure !== undefined) throw failure;
}
