import { basename } from 'node:path';
import { EdkError } from '../errors/edkError.ts';
import { formatBytes, formatDuration } from '../text/formatAmounts.ts';
import { lastLines } from '../text/plainText.ts';

export interface ToolOutput {
  readonly stdout: string;
  readonly stderr: string;
}

/** A call as data: what to start, and how to read its answer. */
export interface ToolCall<T> {
  readonly executable: string;
  readonly arguments: readonly string[];
  readonly folder?: string | undefined;
  /** Added to the environment of this process. Secrets belong here, never in the arguments. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** Written to standard input. */
  readonly input?: string | undefined;
  readonly parse: (output: ToolOutput) => T;
}

export interface RunToolOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with each line of standard output and standard error as it comes. */
  readonly onLine?: ((line: string) => void) | undefined;
  readonly timeoutMs?: number | undefined;
  /** Of standard output and standard error each; more ends the process. */
  readonly maxOutputBytes?: number | undefined;
}

/** Of a failed tool's output. */
const keptCharacters = 64 * 1024;

/** No tool that we ask says as much. */
const mostOutputBytes = 64 * 1024 * 1024;

/**
 * The only place that starts a process: without a shell, ended with the signal (SIGTERM, after five seconds SIGKILL).
 *
 * @throws EdkError `tool.missing` when there is no such executable, `tool.failed` with the last lines of its output
 * when it ends with an error, does not end in time or says too much; AbortError when cancelled.
 */
export async function runTool<T>(call: ToolCall<T>, options: RunToolOptions = {}): Promise<T> {
  // Many runs start no program, and loading this takes a while.
  const { execa } = await import('execa');
  options.signal?.throwIfAborted();
  const child = execa(call.executable, call.arguments, {
    shell: false,
    all: options.onLine !== undefined,
    encoding: 'utf8',
    maxBuffer: options.maxOutputBytes ?? mostOutputBytes,
    ...(call.input === undefined ? { stdin: 'ignore' } : { input: call.input }),
    ...(call.folder === undefined ? {} : { cwd: call.folder }),
    ...(call.environment === undefined ? {} : { env: call.environment }),
    ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
    ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
  });
  const { onLine } = options;
  if (onLine !== undefined) {
    void readLines(child.iterable({ from: 'all' }), onLine);
  }
  try {
    const { stdout, stderr } = await child;
    return call.parse({ stdout, stderr });
  } catch (error) {
    options.signal?.throwIfAborted();
    throw await explain(error, call, options);
  }
}

async function readLines(lines: AsyncIterable<string>, onLine: (line: string) => void): Promise<void> {
  try {
    for await (const line of lines) onLine(line);
  } catch {
    // The awaited process reports its own failure; this reader only mirrors its lines.
  }
}

async function explain(error: unknown, call: ToolCall<unknown>, options: RunToolOptions): Promise<unknown> {
  const { ExecaError } = await import('execa');
  if (!(error instanceof ExecaError)) return error;
  if (error.code === 'ENOENT') {
    return new EdkError('tool.missing', `The program "${call.executable}" was not found.`, { cause: error });
  }
  const output = [error.stderr, error.stdout].filter((text) => typeof text === 'string' && text !== '').join('\n');
  const stopped = whyStopped(error, options);
  const name = basename(call.executable);
  const message = stopped === undefined ? error.shortMessage : `${name} was stopped: ${stopped}.`;
  const detail = [...(stopped === undefined ? [] : [message]), lastLines(output.slice(-keptCharacters), 20)].join('\n');
  return new EdkError('tool.failed', message, { detail: detail.trim(), cause: error });
}

/** The limit that it met; undefined when it ended by itself. */
function whyStopped(
  error: { readonly timedOut: boolean; readonly isMaxBuffer: boolean },
  { timeoutMs, maxOutputBytes = mostOutputBytes }: RunToolOptions,
) {
  if (error.timedOut) return `it did not finish within ${formatDuration(timeoutMs ?? 0)}`;
  if (error.isMaxBuffer) return `it wrote more than ${formatBytes(maxOutputBytes)}`;
  return undefined;
}
