import type { Project } from '../project/project.ts';

/** Whether only a container runs the file: Python beside the DAGs, their operators and what those import. */
export function isScript({ dagFiles }: Project, path: string): boolean {
  return path.endsWith('.py') && !dagFiles.has(path);
}

/** The project without the texts of its scripts; that they are there can still be seen. */
export function withoutScripts(project: Project): Project {
  const texts = new Map([...project.texts].filter(([path]) => !isScript(project, path)));
  return { ...project, texts };
}
