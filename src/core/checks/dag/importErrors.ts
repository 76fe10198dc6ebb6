import type { Project } from '../../project/project.ts';
import { findImports, type PythonImport } from '../../project/python/findImports.ts';
import { likelyError } from '../../project/python/likelyError.ts';
import { bindingsOf } from '../../project/python/scope.ts';
import { pythonOf } from '../../project/python/readDag.ts';
import type { SourceFile, SourceRange } from '../../project/sourceFile.ts';
import type { PythonVerdict } from '../facts.ts';
import type { Mark } from '../finding.ts';
import { contextFiles } from '../image/copies.ts';
import type { Rule } from '../rule.ts';
import { airflowFiles, type AirflowFiles, isDagOrOperator } from './airflowFiles.ts';
import { findAnywhere, findInAirflow, type FoundModule, isKnownModule, type ModuleFinder } from './modules.ts';

export const syntaxError: Rule = {
  id: 'dag/syntax-error',
  needs: 'python',
  severity: 'error',
  title: 'A Python file has a syntax error',
  why: 'Python cannot load the file: Airflow does not list its workflows, and a container that runs it fails.',
  remedy: 'Fix the line. "python3 -m py_compile <file>" reports the same error.',
  *check(project, verdicts) {
    const inImages = pathsInImages(project);
    const templates = new Set(project.charts.flatMap((chart) => chart.templates));
    for (const source of project.texts.values()) {
      if (!source.path.endsWith('.py') || templates.has(source)) continue;
      const mark = markOf(source, verdicts.get(source.path) ?? 'unknown', project);
      if (mark !== undefined) yield inImages.has(source.path) ? mark : { ...mark, severity: 'warning' };
    }
  },
};

/** Files that are in no image do not stop a deployment. */
function pathsInImages(project: Project): ReadonlySet<string> {
  const files = project.images.flatMap((image) => contextFiles(project, image));
  return new Set(files.filter(({ ignored }) => !ignored).map(({ path }) => path));
}

function markOf(source: SourceFile, verdict: PythonVerdict, { dagFiles }: Project): Mark | undefined {
  if (verdict === 'compiles') return undefined;
  if (verdict !== 'unknown') {
    const { message, line, column } = verdict;
    return {
      message: `Syntax error: ${message}.`,
      range: source.rangeFrom({ line, column: inUnits(source, line, column) }),
    };
  }
  const python = pythonOf(source);
  if (python.unread !== undefined) {
    if (!dagFiles.has(source.path)) return undefined;
    return { message: `This file ${python.unread}.`, range: source.rangeFrom(), severity: 'warning' };
  }
  const place = likelyError(python);
  if (place === undefined) return undefined;
  const message = 'This looks like a syntax error. Install python3 (3.10 or newer) to be certain.';
  return { message, range: source.rangeFrom(place), severity: 'warning' };
}

/** Converts a column in code points to UTF-16 units. */
function inUnits(source: SourceFile, line: number, column: number): number {
  const { text } = source.line(line);
  const before = Array.from(text)
    .slice(0, Math.max(0, column - 1))
    .join('');
  return before.length + 1;
}

export const importMissing: Rule = {
  id: 'dag/import-missing',
  needs: 'files',
  severity: 'error',
  warns: 'once',
  title: 'A DAG or operator imports a module that the DAG image lacks',
  why: 'Airflow cannot load the file. Its workflows are not listed, and only the scheduler log says why.',
  remedy:
    'Fix the name, or put the module beside the DAG and copy it in the Dockerfile. Packages for computations belong in the processing container.',
  *check(project) {
    const { placed, complete } = airflowFiles(project);
    // Modules may be present unless everything is known.
    if (!complete) return;
    const search: Search = {
      placed,
      find: findInAirflow(placed),
      findLeft: findAnywhere(project.dagFiles),
      unknown: new Set(),
    };
    for (const [path, source] of placed) {
      for (const one of findImports(pythonOf(source))) {
        if (!one.optional) yield* checkImport(search, { path, source, one });
      }
    }
  },
};

interface Search {
  readonly placed: AirflowFiles['placed'];
  readonly find: ModuleFinder;
  /** Finds modules in the project, whether or not they are in the image. */
  readonly findLeft: ModuleFinder;
  /** Packages that are already reported. */
  readonly unknown: Set<string>;
}

interface WrittenImport {
  /** Below /kaapana/tmp. */
  readonly path: string;
  readonly source: SourceFile;
  readonly one: PythonImport;
}

function* checkImport(search: Search, written: WrittenImport): Iterable<Mark> {
  const { path, source, one } = written;
  const found = search.find(path, one);
  if (found !== undefined) {
    yield* checkNames(search, written, found);
    return;
  }
  // Airflow's packages have submodules unknown here, and an image may add more.
  if (one.level === 0 && isKnownModule(one.module)) return;
  const name = `${'.'.repeat(one.level)}${one.module}`;
  const range = source.rangeOf(one.from, one.to);
  const left = search.findLeft(source.path, one);
  if (left !== undefined) {
    yield* leftMark(search, { name, left, range });
    return;
  }
  const similar = findSimilar(search.placed, one.module);
  if (one.level > 0 || similar !== undefined || ownPackage(search, path, one) !== undefined) {
    const hint = similar === undefined ? '.' : `; did you mean ${similar}?`;
    const fix =
      similar === undefined ? undefined : { title: `Change to ${similar}`, edits: [{ range, text: similar }] };
    yield { message: `The DAG image has no module ${name}${hint}`, range, fix };
    return;
  }
  const [first = ''] = one.module.split('.');
  if (search.unknown.has(first)) return;
  search.unknown.add(first);
  yield {
    message: `Neither the DAG image nor Airflow is known to provide the module ${name}.`,
    range,
    severity: 'warning',
  };
}

/** A module that the project has but Airflow cannot find. */
function* leftMark(
  { placed }: Search,
  { name, left, range }: { readonly name: string; readonly left: FoundModule; readonly range: SourceRange },
): Iterable<Mark> {
  const place = [...placed].find(([, source]) => source === left.file)?.[0];
  if (left.file !== undefined && place !== undefined) {
    yield { message: `Airflow cannot find ${name}: the image has ${left.file.path} as ${place}.`, range };
    return;
  }
  // image/dag-file-not-copied reports these.
  if (left.file !== undefined && isDagOrOperator(left.file)) return;
  yield { message: `${left.file?.path ?? left.folder ?? name} is not copied into the DAG image.`, range };
}

/** The package named by the first part of a module, if the project has it. */
function ownPackage({ find }: Search, path: string, one: PythonImport): FoundModule | undefined {
  const [first = ''] = one.module.split('.');
  return first === one.module ? undefined : find(path, { module: first, level: one.level });
}

/** A module of the project whose name differs only in case. */
function findSimilar(placed: Search['placed'], module: string): string | undefined {
  const wanted = `/${module.replaceAll('.', '/')}.py`.toLowerCase();
  const path = [...placed.keys()].find((file) => `/${file}`.toLowerCase().endsWith(wanted));
  return path?.slice(path.length + 1 - wanted.length, -3).replaceAll('/', '.');
}

function* checkNames({ find }: Search, { source, one }: WrittenImport, { file, folder }: FoundModule): Iterable<Mark> {
  const python = file === undefined ? undefined : pythonOf(file);
  if (python?.firstError !== undefined || python?.unread !== undefined) return;
  const bound = python === undefined ? undefined : bindingsOf(python, python.root);
  const takesAll =
    python !== undefined && findImports(python).some(({ names }) => names.some((name) => name.name === '*'));
  const isComputed = python !== undefined && /\b(?:globals|setattr|exec)\s*\(|\bsys\.modules\b/u.test(python.text);
  if (takesAll || isComputed || bound?.has('__getattr__') === true) return;
  for (const { name, from, to } of one.names) {
    const isModule = folder !== undefined && find(`${folder}/x`, { module: name, level: 1 }) !== undefined;
    if (name === '*' || name.startsWith('__') || isModule || bound?.has(name) === true) continue;
    const where = file?.path ?? folder ?? '';
    yield { message: `${where} has no "${name}".`, range: source.rangeOf(from, to) };
  }
}
