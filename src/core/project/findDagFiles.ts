import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildableProject } from './buildableProject.ts';

/** The DAG files of a project: `dag_*.py` in the contexts of its DAG images, sorted. */
export async function findDagFiles(project: BuildableProject): Promise<readonly string[]> {
  const contexts = new Set(project.images.filter(({ role }) => role === 'dag').map(({ context }) => context));
  const found = await Promise.all([...contexts].map(findIn));
  return [...new Set(found.flat())].sort();
}

async function findIn(context: string): Promise<string[]> {
  // Whoever read the project has told when the folder cannot be read.
  const entries = await readdir(context, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && /^dag_.*\.py$/u.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}
