import { sep } from 'node:path';

export interface ProjectChoice {
  /** Folders of the workspace's projects. */
  readonly projects: readonly string[];
  /** The project folder passed to the command, e.g. from a menu. */
  readonly named: string | undefined;
  /** The file in the active editor. */
  readonly activeFile: string | undefined;
  /** The last selected project. */
  readonly selected: string | undefined;
}

export type ChosenProject = { readonly kind: 'certain'; readonly folder: string } | { readonly kind: 'ask' | 'none' };

/** The project to act on, if unambiguous. */
export function chooseProject({ projects, named, activeFile, selected }: ProjectChoice): ChosenProject {
  if (named !== undefined) return { kind: 'certain', folder: named };
  const [first] = projects;
  if (first === undefined) return { kind: 'none' };
  const around = projects.filter((folder) => activeFile?.startsWith(folder + sep) === true);
  const innermost = around.reduce<string | undefined>(
    (best, folder) => (best === undefined || folder.length > best.length ? folder : best),
    undefined,
  );
  if (innermost !== undefined) return { kind: 'certain', folder: innermost };
  if (selected !== undefined && projects.includes(selected)) return { kind: 'certain', folder: selected };
  return projects.length === 1 ? { kind: 'certain', folder: first } : { kind: 'ask' };
}
