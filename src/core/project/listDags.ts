import { basename } from 'node:path';
import type { Project } from './project.ts';

/** The DAG files of a project: `dag_*.py` in the contexts of its DAG images, absolute, sorted. */
export function listDags({ dagFiles }: Pick<Project, 'dagFiles'>): string[] {
  const dags = [...dagFiles.values()].filter(({ path }) => /^dag_.*\.py$/u.test(basename(path)));
  return dags.map(({ file }) => file).sort();
}
