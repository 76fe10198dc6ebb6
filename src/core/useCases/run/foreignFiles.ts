import { rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { EdkError } from '../../errors/edkError.ts';
import { explainFileError } from '../../errors/fileErrors.ts';
import { plainRun, type RunEngine } from '../../runs/engine/runEngine.ts';

/** Runs small programs on files that containers have written as another user. */
export interface ForeignFiles {
  /** Removes a file or folder, whoever owns it. */
  remove(path: string): Promise<void>;
  /** Makes a folder with all that is in it this user's, where something in it is not. */
  handOver(folder: string): Promise<void>;
}

interface ForeignFilesParts {
  readonly engine: RunEngine;
  /** Has `rm` and `chown`, and runs as root. */
  readonly image: () => Promise<string>;
  readonly signal: AbortSignal;
}

/** Containers write as root into mounted folders; so does what removes and hands over what they wrote. */
export function createForeignFiles({ engine, image, signal }: ForeignFilesParts): ForeignFiles {
  const runOn = async (folder: string, command: readonly string[]): Promise<void> => {
    const run = plainRun({ name: 'edk-files', image: await image(), command, signal });
    const end = await engine.run({ ...run, mounts: [{ folder, target: '/edk/files', mode: 'rw' }] });
    if (end.exitCode === 0) return;
    throw new EdkError('disk.forbidden', `${folder} contains files of other users, which cannot be changed.`, {
      detail: end.lastLines,
    });
  };
  return {
    async remove(path) {
      try {
        await rm(path, { recursive: true, force: true });
      } catch (error) {
        if (!isForbidden(error)) throw explainFileError(error, path);
        await runOn(dirname(path), ['rm', '-rf', '--', join('/edk/files', basename(path))]);
      }
    },
    async handOver(folder) {
      const user = process.getuid?.();
      const group = process.getgid?.();
      if (user === undefined || group === undefined || user === 0) return;
      const found = await stat(folder).catch(() => undefined);
      if (found === undefined) return;
      await runOn(folder, ['chown', '-R', '-h', `${user}:${group}`, '/edk/files']);
    },
  };
}

function isForbidden(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM');
}
