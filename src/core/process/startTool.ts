import { execa } from 'execa';
import { EdkError } from '../errors/edkError.ts';
import { lastLines } from '../text/lastLines.ts';
import type { ToolCall } from './runTool.ts';

/** A program that runs beside this one. */
export interface RunningTool {
  readonly pid: number;
  /** The last lines of its output, once it ended for whatever reason. Never rejects. */
  readonly ended: Promise<string>;
  /** SIGTERM, after five seconds SIGKILL; returns when it is gone. */
  stop(): Promise<void>;
}

const keptCharacters = 16_384;

/**
 * Starts a program that runs until it is stopped, without a shell. It ends with this process.
 *
 * @throws EdkError `tool.missing` when there is no such executable.
 */
export async function startTool(call: Omit<ToolCall<never>, 'parse'>): Promise<RunningTool> {
  const child = execa(call.executable, call.arguments, {
    shell: false,
    stdin: 'ignore',
    all: true,
    buffer: false,
    reject: false,
    ...(call.folder === undefined ? {} : { cwd: call.folder }),
    ...(call.environment === undefined ? {} : { env: call.environment }),
  });
  let output = '';
  child.all.on('data', (chunk: Buffer) => {
    output = (output + chunk.toString('utf8')).slice(-keptCharacters);
  });
  const ended = child.then(({ message }) => lastLines(output === '' ? (message ?? '') : output, 20));
  const { pid } = child;
  if (pid === undefined) {
    throw new EdkError('tool.missing', `The program "${call.executable}" was not found.`, { detail: await ended });
  }
  return {
    pid,
    ended,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
