import { rulesPageLines } from '../../core/checks/report/rulesPage.ts';
import { checkProject } from '../../core/useCases/check/checkProject.ts';
import { readCheckSources } from '../../core/useCases/check/readCheckSources.ts';
import { findProjects } from '../../core/project/findProjects.ts';

/** With all rules and parsers, so it is loaded when the first file of an extension is seen. */
export const checkReaders = { checkProject, findProjects, readCheckSources, rulesPageLines };

export type CheckReaders = typeof checkReaders;
