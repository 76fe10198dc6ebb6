import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** System folders that an ordinary user's PATH may lack. */
export const SYSTEM_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/** @returns {string | undefined} the first executable of that name on PATH and in the system's folders */
export function findExecutable(name, path = process.env.PATH ?? '') {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  for (const folder of [...path.split(delimiter), ...SYSTEM_FOLDERS]) {
    if (folder === '') continue;
    const candidate = join(folder, name + suffix);
    if (isExecutable(candidate)) return candidate;
  }
  return undefined;
}

/** @param {string} file */
export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
