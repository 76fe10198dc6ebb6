import { rulesPageLines } from '../core/checks/report/rulesPage.ts';
import { checkProject } from '../core/useCases/check/checkProject.ts';
import { readProject } from '../core/project/readProject.ts';
import { findProjects } from '../core/project/findProjects.ts';
import { sourceLinks } from '../core/checks/links/sourceLinks.ts';
import { operatorUses } from '../core/checks/reference/imageUses.ts';
import { baseDockerfile } from '../core/useCases/bases/kaapanaRepository.ts';
import { resolveReference } from '../core/useCases/check/resolveReferences.ts';
import { listDags } from '../core/project/project.ts';
import { onlyChart } from '../core/project/requireBuildable.ts';
import { readRunAt } from '../core/runs/runFolder.ts';
import { readNumbers } from '../core/useCases/run/runNumbers.ts';

// All of this contains rules and parsers, so it is loaded with the first file or view that needs it, not at activation.

/** For findings. */
export const checkReaders = { checkProject, findProjects, readProject, rulesPageLines };

export type CheckReaders = typeof checkReaders;

/** For definitions and hovers. */
export const languageReaders = { baseDockerfile, operatorUses, resolveReference, sourceLinks };

/** For the Projects view. */
export const projectReaders = { findProjects, listDags, onlyChart };

export type ProjectReaders = typeof projectReaders;

/** For the results of runs. */
export const runReaders = { readNumbers, readRunAt };
