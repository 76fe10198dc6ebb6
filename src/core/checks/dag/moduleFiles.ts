import { dirname } from 'node:path/posix';
import type { PythonImport } from '../../project/python/findImports.ts';
import type { SourceFile } from '../../project/sourceFile.ts';

/** What a dotted module name means among the files of the DAG images. */
export interface FoundModule {
  /** The file; undefined for a folder without `__init__.py`. */
  readonly file: SourceFile | undefined;
  /** The folder, for a package. */
  readonly folder: string | undefined;
}

/** Finds what the file at a path imports; undefined for what is not there. */
export type ModuleFinder = (from: string, module: Pick<PythonImport, 'module' | 'level'>) => FoundModule | undefined;

type Files = ReadonlyMap<string, SourceFile>;

/** Finds modules as Airflow does: from its folders for DAGs and plugins, the first parts of the paths. */
export function findInAirflow(files: Files): ModuleFinder {
  const roots = new Set([...files.keys()].map((path) => path.split('/')[0] ?? ''));
  return finderOf(files, () => roots);
}

/** Finds modules from any folder, where it is not known which becomes one of Airflow's. */
export function findAnywhere(files: Files): ModuleFinder {
  return finderOf(files, (from, folders) => new Set([dirname(from), ...folders]));
}

function finderOf(files: Files, rootsFor: (from: string, folders: Set<string>) => Set<string>): ModuleFinder {
  const folders = foldersOf(files);
  const moduleAt = (path: string): FoundModule | undefined => {
    // A package wins over a module of the same name, as in Python.
    const init = files.get(`${path}/__init__.py`);
    const file = files.get(`${path}.py`);
    if (file !== undefined && init === undefined) return { file, folder: undefined };
    return folders.has(path) ? { file: init, folder: path } : undefined;
  };
  return (from, { module, level }) => {
    const parts = module === '' ? [] : module.split('.');
    if (level > 0) {
      const folder = Array.from({ length: level - 1 }).reduce<string>((path) => dirname(path), dirname(from));
      return moduleAt([folder, ...parts].filter((part) => part !== '.').join('/'));
    }
    const path = parts.join('/');
    for (const folder of rootsFor(from, folders)) {
      const found = moduleAt(folder === '.' ? path : `${folder}/${path}`);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

/** Every folder with a Python file in or below it. */
function foldersOf(files: Files): Set<string> {
  const folders = new Set<string>();
  for (const path of files.keys()) {
    for (let folder = dirname(path); !folders.has(folder); folder = dirname(folder)) {
      folders.add(folder);
      if (folder === '.') break;
    }
  }
  return folders;
}
