import { sep } from 'node:path';

export interface ProjectChoice {
  /** Folders of the workspace's projects. */
  readonly projects: readonly string[];
  /** The folder of a project that the command was called with, e.g. from a menu. */
  readonly named: string | undefined;
  /** The file in the active editor. */
  readonly activeFile: string | undefined;
  /** What the person selected last. */
  readonly selected: string | undefined;
}

/** The project that is meant, as far as that is certain; `ask` when it is not. */
export function chooseProject({ projects, named, activeFile, selected }: ProjectChoice): string | 'ask' | 'none' {
  if (named !== undefined) return named;
  const [first] = projects;
  if (first === undefined) return 'none';
  const around = projects.filter((folder) => activeFile?.startsWith(folder + sep) === true);
  const innermost = around.reduce<string | undefined>(
    (best, folder) => (best === undefined || folder.length > best.length ? folder : best),
    undefined,
  );
  if (innermost !== undefined) return innermost;
  if (selected !== undefined && projects.includes(selected)) return selected;
  return projects.length === 1 ? first : 'ask';
}
