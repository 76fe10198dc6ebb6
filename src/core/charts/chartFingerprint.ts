import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { StagedChart } from './stagedChart.ts';

/**
 * SHA-256 over everything that decides what Helm makes of a staged chart: the paths and contents of its files and the
 * values it is rendered with. Equal fingerprints mean that packaging again would change nothing but times in the archive.
 */
export async function chartFingerprint(staged: StagedChart, values: unknown): Promise<string> {
  const hash = createHash('sha256');
  const entries = await readdir(staged.folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const named = files.map((file) => ({ file, path: relative(staged.folder, file).split(sep).join('/') }));
  for (const { file, path } of named.sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const content = await readFile(file);
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.update(JSON.stringify([staged.name, staged.version, values])).digest('hex');
}
