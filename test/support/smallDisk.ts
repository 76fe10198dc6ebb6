import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { isRoot } from './runEdk.ts';

/** Mounts a small disk and answers with what unmounts it; undefined where this is not allowed. */
export function mountDisk(folder: string, options: string): (() => void) | undefined {
  if (!isRoot) return undefined;
  try {
    mkdirSync(folder, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  return () => void execFileSync('umount', [folder]);
}

/** Takes all the space that is left on a disk of at most a megabyte. */
export function fillDisk(file: string): void {
  try {
    writeFileSync(file, Buffer.alloc(1024 * 1024));
  } catch {
    // That is the point.
  }
}
