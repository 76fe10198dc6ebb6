import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { StagedChart } from './stagedChart.ts';

/**
 * SHA-256 over everything that decides what Helm makes of a staged chart: the paths and contents of its files and the
 * values that it is rendered with. Equal ones mean that packaging would change nothing but times.
 */
export async function chartFingerprint(staged: StagedChart, values: unknown): Promise<string> {
  const hash = createHash('sha256');
  const entries = await readdir(staged.folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const named = files.map((file) => ({ file, path: relative(staged.folder, file).split(sep).join('/') }));
  for (const { file, path } of named.sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const bytes = await readFile(file);
    hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  }
  return hash.update(JSON.stringify([staged.name, staged.version, values])).digest('hex');
}
