import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { execa } from 'execa';
import { EdkError } from '../errors/edkError.ts';
import { explainFileError } from '../errors/fileErrors.ts';
import { privateFileMode } from '../files/writeFiles.ts';
import { lastLines } from '../text/plainText.ts';
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

interface DetachedCall {
  readonly executable: string;
  readonly arguments: readonly string[];
  /** Where it runs; where this process runs without one. */
  readonly folder?: string | undefined;
  /** Its whole environment; that of this process without one. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  /** Where its output goes, for its owner alone; replaced. */
  readonly logFile: string;
}

export interface DetachedProcess {
  /** Undefined when it could not be started at all. */
  readonly pid: number | undefined;
  /** Resolves when it ended while this process still ran. */
  readonly ended: Promise<void>;
  /** Asks it to end. */
  terminate(): void;
}

/** Starts a program that keeps running when this process ends. */
export function startDetached(call: DetachedCall): DetachedProcess {
  const { executable, folder, environment, logFile } = call;
  let log: number;
  try {
    log = openSync(logFile, 'w', privateFileMode);
  } catch (error) {
    throw explainFileError(error, logFile);
  }
  const child = spawn(executable, call.arguments, {
    shell: false,
    detached: true,
    stdio: ['ignore', log, log],
    ...(folder === undefined ? {} : { cwd: folder }),
    ...(environment === undefined ? {} : { env: environment }),
  });
  closeSync(log);
  child.unref();
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  return { pid: child.pid, ended, terminate: () => void child.kill('SIGTERM') };
}
