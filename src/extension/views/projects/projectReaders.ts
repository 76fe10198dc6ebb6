import { findDagFiles } from '../../../core/project/findDagFiles.ts';
import { findProjects } from '../../../core/project/findProjects.ts';
import { readProject } from '../../../core/project/readProject.ts';

/** With parsers of Python, YAML and Dockerfiles, so the view loads it when it is seen first. */
export const projectReaders = { findDagFiles, findProjects, readProject };

export type ProjectReaders = typeof projectReaders;
