import { rulesPageLines } from '../../core/checks/report/rulesPage.ts';
import { checkProject } from '../../core/useCases/check/checkProject.ts';
import { readProject } from '../../core/project/readProject.ts';
import { findProjects } from '../../core/project/findProjects.ts';

/** Contains all rules and parsers, so it is loaded with the first file of an extension. */
export const checkReaders = { checkProject, findProjects, readProject, rulesPageLines };

export type CheckReaders = typeof checkReaders;
