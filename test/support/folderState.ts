import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Every file below a folder with its time of change in nanoseconds, mode and content: equal when nothing was touched. */
export async function folderState(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const state: Record<string, string> = {};
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const { mtimeNs, mode } = await stat(path, { bigint: true });
    const content = entry.isFile() ? (await readFile(path)).toString('base64') : 'folder';
    state[path] = `${mtimeNs} ${mode.toString(8)} ${content}`;
  }
  return state;
}
