import type { FileFact, ProjectImage, Project } from '../../project/project.ts';
import { isBelow } from '../../project/isBelow.ts';

/** A file of the folder that is sent to Docker. */
export interface ContextFile extends FileFact {
  /** Relative to the context. */
  readonly inContext: string;
  /** Left out by .dockerignore. */
  readonly ignored: boolean;
}

/** Every file in the context of an image, those that .dockerignore leaves out included. */
export function contextFiles(project: Project, { contextPath: context, ignoreRules }: ProjectImage): ContextFile[] {
  const found: ContextFile[] = [];
  for (const file of project.files.values()) {
    if (!isBelow(file.path, context)) continue;
    const inContext = context === '.' ? file.path : file.path.slice(context.length + 1);
    found.push({ ...file, inContext, ignored: ignoreRules.ignores(inContext) });
  }
  return found;
}
