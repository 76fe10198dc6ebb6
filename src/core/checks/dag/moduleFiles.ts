import { dirname } from 'node:path/posix';
import type { PythonImport } from '../../project/python/findImports.ts';
import type { Project } from '../../project/project.ts';
import type { SourceFile } from '../../project/sourceFile.ts';

/** What a dotted module name means among the files of the DAG images. */
export interface FoundModule {
  /** The file; undefined for a folder without `__init__.py`. */
  readonly file: SourceFile | undefined;
  /** The folder, for a package. */
  readonly folder: string | undefined;
}

/** Finds what the file at a path, relative to the project, imports; undefined for what the project has not. */
export type ModuleFinder = (from: string, module: Pick<PythonImport, 'module' | 'level'>) => FoundModule | undefined;

/**
 * Finds modules among the files of the DAG images. The folder that becomes Airflow's is not known from the files alone,
 * so an absolute name counts from any folder.
 */
export function createModuleFinder({ dagFiles }: Pick<Project, 'dagFiles'>): ModuleFinder {
  const folders = foldersOf(dagFiles);
  const moduleAt = (path: string): FoundModule | undefined => {
    const file = dagFiles.get(`${path}.py`);
    if (file !== undefined) return { file, folder: undefined };
    return folders.has(path) ? { file: dagFiles.get(`${path}/__init__.py`), folder: path } : undefined;
  };
  return (from, { module, level }) => {
    const parts = module === '' ? [] : module.split('.');
    if (level > 0) {
      const folder = Array.from({ length: level - 1 }).reduce<string>((path) => dirname(path), dirname(from));
      return moduleAt([folder, ...parts].filter((part) => part !== '.').join('/'));
    }
    const path = parts.join('/');
    for (const folder of [dirname(from), ...folders]) {
      const found = moduleAt(folder === '.' ? path : `${folder}/${path}`);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

/** Every folder with a Python file in or below it. */
function foldersOf(files: ReadonlyMap<string, SourceFile>): Set<string> {
  const folders = new Set<string>();
  for (const path of files.keys()) {
    for (let folder = dirname(path); !folders.has(folder); folder = dirname(folder)) {
      folders.add(folder);
      if (folder === '.') break;
    }
  }
  return folders;
}
