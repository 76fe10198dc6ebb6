import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { explainFileError } from '../errors/fileErrors.ts';

export interface DetachedCall {
  readonly executable: string;
  readonly arguments: readonly string[];
  /** Where its output goes; replaced. */
  readonly logFile: string;
}

export interface DetachedProcess {
  /** Resolves when it ended while this process still ran. */
  readonly ended: Promise<void>;
  /** Asks it to end. */
  terminate(): void;
}

/** Starts a program that goes on when this process ends. */
export function startDetached({ executable, arguments: args, logFile }: DetachedCall): DetachedProcess {
  let log: number;
  try {
    log = openSync(logFile, 'w');
  } catch (error) {
    throw explainFileError(error, logFile);
  }
  const child = spawn(executable, args, { shell: false, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  child.unref();
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  return { ended, terminate: () => void child.kill('SIGTERM') };
}
