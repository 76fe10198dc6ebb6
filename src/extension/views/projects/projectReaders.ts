import { findProjects } from '../../../core/project/findProjects.ts';
import { listDags } from '../../../core/project/listDags.ts';
import { onlyChart } from '../../../core/project/requireBuildable.ts';

/** Contains parsers for Python, YAML and Dockerfiles, so it is loaded when the view is first shown. */
export const projectReaders = { findProjects, listDags, onlyChart };

export type ProjectReaders = typeof projectReaders;
