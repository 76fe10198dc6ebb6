import type { PythonImport } from '../../project/python/findImports.ts';
import { findImports } from '../../project/python/findImports.ts';
import { bindingsOf } from '../../project/python/scope.ts';
import type { Mark } from '../finding.ts';
import type { Rule } from '../rule.ts';
import type { Project } from '../../project/project.ts';
import { pythonOf } from '../../project/pythonOf.ts';
import type { SourceFile } from '../../project/sourceFile.ts';
import { isKnownModule } from './knownModules.ts';
import { createModuleFinder, type FoundModule, type ModuleFinder } from './moduleFiles.ts';

export const importMissing: Rule = {
  id: 'dag/import-missing',
  needs: 'files',
  severity: 'error',
  title: 'A DAG or operator imports what the DAG image does not bring',
  why: 'Airflow cannot load the file. Its workflows are not listed; only the log of the scheduler says why.',
  remedy:
    'Correct the name, or put the module beside the DAG and let the Dockerfile copy it. Packages for the computation belong into the processing container.',
  *check(project) {
    const search = { project, find: createModuleFinder(project) };
    for (const source of project.dagFiles.values()) {
      for (const one of findImports(pythonOf(source))) {
        if (!one.optional) yield* checkImport(search, source, one);
      }
    }
  },
};

interface Search {
  readonly project: Project;
  readonly find: ModuleFinder;
}

function* checkImport(search: Search, source: SourceFile, one: PythonImport): Iterable<Mark> {
  const found = search.find(source.path, one);
  if (found !== undefined) {
    yield* checkNames(search, source, { one, found });
    return;
  }
  const name = `${'.'.repeat(one.level)}${one.module}`;
  const range = source.rangeOf(one.from, one.to);
  const similar = findSimilar(search.project, one.module);
  const own = one.level > 0 || similar !== undefined || ownPackage(search, source, one) !== undefined;
  if (own) {
    const hint = similar === undefined ? '' : `; did you mean ${similar}?`;
    const fix =
      similar === undefined ? undefined : { title: `Change it to ${similar}`, edits: [{ range, text: similar }] };
    yield { message: `The DAG image has no module ${name}${hint}${hint === '' ? '.' : ''}`, range, fix };
  } else if (!isKnownModule(one.module)) {
    yield {
      message: `Neither the DAG image nor Airflow is known to bring the module ${name}.`,
      range,
      severity: 'warning',
    };
  }
}

/** The package that the first part of a module's name means, when the project has it. */
function ownPackage({ find }: Search, source: SourceFile, one: PythonImport): FoundModule | undefined {
  const [first = ''] = one.module.split('.');
  return first === one.module ? undefined : find(source.path, { module: first, level: one.level });
}

/** A module of the project whose name differs in upper and lower case only. */
function findSimilar({ dagFiles }: Project, module: string): string | undefined {
  const wanted = `/${module.replaceAll('.', '/')}.py`.toLowerCase();
  const path = [...dagFiles.keys()].find((file) => `/${file}`.toLowerCase().endsWith(wanted));
  return path?.slice(path.length + 1 - wanted.length, -3).replaceAll('/', '.');
}

function* checkNames(
  { find }: Search,
  source: SourceFile,
  { one, found }: { readonly one: PythonImport; readonly found: FoundModule },
): Iterable<Mark> {
  const { file, folder } = found;
  const python = file === undefined ? undefined : pythonOf(file);
  if (python?.firstError !== undefined || python?.unread !== undefined) return;
  const bound = python === undefined ? undefined : bindingsOf(python, python.root);
  const takesAll =
    python !== undefined && findImports(python).some(({ names }) => names.some((name) => name.name === '*'));
  if (takesAll || bound?.has('__getattr__') === true) return;
  for (const { name, from, to } of one.names) {
    const isModule = folder !== undefined && find(`${folder}/x`, { module: name, level: 1 }) !== undefined;
    if (name === '*' || isModule || bound?.has(name) === true) continue;
    const where = file?.path ?? folder ?? '';
    yield { message: `${where} has no "${name}".`, range: source.rangeOf(from, to) };
  }
}
