import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { explainFileError } from '../errors/fileErrors.ts';
import { privateFileMode } from '../files/privateFiles.ts';

export interface DetachedCall {
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

/** Starts a program that goes on when this process ends. */
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
