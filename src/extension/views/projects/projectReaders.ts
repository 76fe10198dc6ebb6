import { findProjects } from '../../../core/project/findProjects.ts';
import { listDags } from '../../../core/project/listDags.ts';
import { onlyChart } from '../../../core/project/requireBuildable.ts';

/** With parsers of Python, YAML and Dockerfiles, so the view loads it when it is seen first. */
export const projectReaders = { findProjects, listDags, onlyChart };

export type ProjectReaders = typeof projectReaders;
