import { posix } from 'node:path';
import { basename } from 'node:path/posix';
import { isBelow } from '../../project/projectFiles.ts';
import type { Project, ProjectImage } from '../../project/project.ts';
import { operatorClasses } from '../../project/python/findImageArguments.ts';
import { type DagDefinition, dagOf, pythonOf } from '../../project/python/readDag.ts';
import { isParsed } from '../../project/readImage.ts';
import type { SourceFile } from '../../project/sourceFile.ts';
import { type CopyStep, copySteps, filesOf } from '../image/copies.ts';

export function isDagFile({ path }: Pick<SourceFile, 'path'>): boolean {
  return /^dag_.*\.py$/u.test(basename(path));
}

/** Files meant for Airflow: those named like DAGs, and those with an operator class. */
export function isDagOrOperator(source: SourceFile): boolean {
  return isDagFile(source) || operatorClasses(pythonOf(source)).length > 0;
}

/** Where DAG images hold the files that their Job copies into Airflow's folders. */
const installed = '/kaapana/tmp';

/** What the DAG images install in Airflow. */
export interface AirflowFiles {
  /** Python files by their paths below /kaapana/tmp: `dags/liver/LiverOperator.py`. */
  readonly placed: ReadonlyMap<string, SourceFile>;
  /** Whether everything is known: no COPY from another stage, name with variables or RUN that moves files. */
  readonly complete: boolean;
}

/** Follows the COPY instructions of the DAG images. */
export function airflowFiles(project: Project): AirflowFiles {
  const images = project.images.filter(({ role }) => role === 'dag');
  const placed = new Map<string, SourceFile>();
  for (const image of images) {
    const known = inContext(project, image);
    for (const step of copySteps(image)) placeStep(step, known, placed);
  }
  const changesPath = [...placed.values()].some(({ text }) => /\bsys\.path\b|\bsite\.addsitedir\b/u.test(text));
  const complete =
    images.every((image) => isParsed(image) && image.file.dockerfile.getInstructions().every(isFollowed)) &&
    !changesPath &&
    !hasUnreadModules(project, images);
  return { placed, complete };
}

/** The Python files that reach Airflow or may reach it, by their paths in the project. */
export function filesInAirflow(project: Project): ReadonlyMap<string, SourceFile> {
  const { placed, complete } = airflowFiles(project);
  return complete ? new Map([...placed.values()].map((source) => [source.path, source])) : project.dagFiles;
}

/** Python files in an image's context, by their paths in it, without those that .dockerignore excludes. */
function inContext({ dagFiles }: Project, { contextPath, ignoreRules }: ProjectImage): Map<string, SourceFile> {
  const found = new Map<string, SourceFile>();
  for (const source of dagFiles.values()) {
    if (!isBelow(source.path, contextPath)) continue;
    const path = contextPath === '.' ? source.path : source.path.slice(contextPath.length + 1);
    if (!ignoreRules.ignores(path)) found.set(path, source);
  }
  return found;
}

/** Places what a step copies as Docker does: a file into a folder under its name, the content of a folder into the target. */
function placeStep(
  { sources, target, words }: CopyStep,
  known: ReadonlyMap<string, SourceFile>,
  placed: Map<string, SourceFile>,
): void {
  // The WORKDIR of the base image is /kaapana/app.
  const folder = posix.resolve('/kaapana/app', target);
  const isFolder = target.endsWith('/') || words > 2 || isKnownFolder(folder, placed);
  for (const { pattern } of sources) {
    const depth = pattern === '' ? 0 : pattern.split('/').length;
    for (const path of filesOf({ pattern }, [...known.keys()])) {
      const source = known.get(path);
      const rest = path.split('/').slice(depth).join('/');
      const inFolder = rest === '' ? posix.basename(path) : rest;
      const place = rest === '' && !isFolder ? folder : posix.join(folder, inFolder);
      if (source !== undefined && isBelow(place, installed)) placed.set(place.slice(installed.length + 1), source);
    }
  }
}

function isKnownFolder(folder: string, placed: ReadonlyMap<string, SourceFile>): boolean {
  if (
    folder === '/' ||
    isBelow(`${installed}/dags`, folder) ||
    [`${installed}/dags`, `${installed}/plugins`].includes(folder)
  )
    return true;
  return [...placed.keys()].some((path) => isBelow(`${installed}/${path}`, folder));
}

/** Whether `copySteps` covers everything an instruction does below /kaapana/tmp. */
function isFollowed(instruction: { getKeyword(): string; getTextContent(): string }): boolean {
  const written = instruction.getTextContent();
  switch (instruction.getKeyword()) {
    case 'COPY':
    case 'ADD':
      return !/--(?:from|parents|exclude)|[$]|<<|:\/\/|\bgit@|\.(?:tar|t?gz|bz2|xz|zip)\b/u.test(written);
    case 'RUN':
      return !/\/kaapana\/tmp|\/kaapana\/?(?:\s|$)|\b(?:cp|mv|ln|rsync|unzip|tar|clone|install\s+-[a-zA-Z]*[dDm])\s/u.test(
        written.replaceAll(/\b(?:mkdir|chmod|chown|ls)\b[^&;|]*/gu, ''),
      );
    case 'WORKDIR':
      return !written.includes('$');
    default:
      return true;
  }
}

/** Compiled or packed modules, and Python files that could not be read. */
function hasUnreadModules({ files, unread }: Project, images: readonly ProjectImage[]): boolean {
  const isIn = (path: string): boolean => images.some(({ contextPath }) => isBelow(path, contextPath));
  if (unread.some(({ path }) => path.endsWith('.py') && isIn(path))) return true;
  for (const { path, kind } of files.values()) {
    const isOther = /\.(?:so|pyd|zip|egg|whl|tar|gz)$/u.test(path) || (kind === 'link' && !/\.\w+$/u.test(path));
    if (isOther && isIn(path)) return true;
  }
  return false;
}

/** Every DAG defined in the DAG images, with its id if that is known. */
export function* dagsOf(
  project: Project,
): Iterable<{ readonly source: SourceFile; readonly dag: DagDefinition; readonly id: string | undefined }> {
  for (const source of filesInAirflow(project).values()) {
    for (const dag of dagOf(source).dags) yield { source, dag, id: dag.id?.kind === 'text' ? dag.id.text : undefined };
  }
}
