import { createInterface } from 'node:readline';
import { z } from 'zod';
import { EdkError } from '../errors/edkError.ts';
import { parseJson } from '../text/parseJson.ts';
import { lastLines, plainLine } from '../text/plainText.ts';

/** The HTTP status with which the Engine refused a call; undefined when something else went wrong. */
export function refusalStatus(error: unknown): unknown {
  return error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
}

const engineError = z.object({ json: z.object({ message: z.string() }).optional() });

/** The Docker Engine's own words, without the client's decoration. */
export function engineMessage(error: unknown): string {
  const parsed = engineError.safeParse(error);
  if (parsed.data?.json !== undefined) return parsed.data.json.message.trim();
  return error instanceof Error ? error.message : String(error);
}

/** Turns what dockerode throws into an error with a remedy; passes EdkError and cancellation through. */
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

/** What the Engine tells while it works: one JSON value per line. */
export async function* readJsonLines(stream: NodeJS.ReadableStream): AsyncGenerator {
  // readline swallows the stream's errors, which end a build that was cut off; they are rethrown at the end.
  let failure: Error | undefined;
  stream.on('error', (error: Error) => {
    failure = error;
  });
  const lines = createInterface({ input: stream, crlfDelay: Infinity });
  // It repeats the stream's error also when nobody reads any more, as after a failed push; unheard, that ends edk.
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
