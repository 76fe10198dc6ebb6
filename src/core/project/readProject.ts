import { stat } from 'node:fs/promises';
import { basename, dirname, posix, resolve } from 'node:path';
import { EdkError } from '../errors/edkError.ts';
import { explainFileError } from '../errors/fileErrors.ts';
import {
  isBelow,
  listFiles,
  isDockerfileName,
  isSourcePath,
  readTexts,
  type ProjectTexts,
  type ReadTextsOptions,
} from './projectFiles.ts';
import type { Project, UnreadFile } from './project.ts';
import { projectCharts } from './projectCharts.ts';
import { projectImages } from './readImage.ts';
import type { SourceFile } from './sourceFile.ts';

export interface ReadProjectOptions extends ReadTextsOptions {
  /** Win over the defaults of the ARGs that FROM names. */
  readonly buildArguments: Readonly<Record<string, string>>;
}

/**
 * Reads an extension's folder once. What is wrong inside is said by its parts.
 *
 * @throws EdkError `project.notFound` when there is no such folder or neither a Dockerfile nor a chart in it.
 */
export async function readProject(folder: string, options: ReadProjectOptions): Promise<Project> {
  const root = resolve(folder);
  await requireFolder(root);
  const listed = await listFiles(root);
  const { texts, refused } = await readTexts(root, [...listed.files.keys()].filter(isSourcePath), options);
  const edkYaml = await readNearestEdkYaml(root, options);
  const parts = {
    root,
    listed,
    texts,
    refused: new Map([...listed.refused, ...refused, ...edkYaml.refused]),
    edkYaml: edkYaml.texts.get('edk.yaml'),
  };
  const project = assembleProject(parts, options.buildArguments);
  // One that is left out of builds makes it an extension all the same.
  const hasDockerfile = [...texts.keys(), ...refused.keys()].some((path) => isDockerfileName(basename(path)));
  if (!hasDockerfile && project.charts.length === 0) {
    throw new EdkError('project.notFound', `${root} is not an extension: it has neither a Dockerfile nor a chart.`, {
      place: { file: root },
    });
  }
  return project;
}

export interface ProjectParts extends ProjectTexts {
  /** Absolute. */
  readonly root: string;
  readonly listed: Pick<Awaited<ReturnType<typeof listFiles>>, 'files' | 'folders' | 'complete'>;
  readonly edkYaml: SourceFile | undefined;
}

/** Finds out what the files of a project are to each other. */
export function assembleProject(
  { root, listed, texts, refused, edkYaml }: ProjectParts,
  buildArguments: ReadProjectOptions['buildArguments'],
): Project {
  const images = projectImages({ root, texts, refused }, buildArguments);
  const charts = projectCharts({ root, texts, refused });
  const dagContexts = images.filter(({ role }) => role === 'dag').map(({ contextPath }) => contextPath);
  const isDagFile = (path: string): boolean =>
    path.endsWith('.py') && dagContexts.some((context) => isBelow(path, context));
  const parts = [...images, ...charts];
  const belongs = ({ path, problem }: UnreadFile): boolean => {
    if (parts.some((part) => part.problem === problem) || isDagFile(path)) return true;
    // Large or binary files are data, unless their names and places say what they are for.
    const mayBeData = problem.code === 'file.tooLarge' || problem.code === 'file.notText';
    if (mayBeData)
      return path === 'edk.yaml' || charts.some(({ folder }) => isBelow(path, posix.join(folder, 'templates')));
    return isSourcePath(path) || listed.folders.has(path) || charts.some(({ folder }) => isBelow(path, folder));
  };
  const unread = [...refused].map(([path, problem]) => ({ path, problem })).filter(belongs);
  return {
    folder: root,
    name: basename(root),
    files: listed.files,
    folders: listed.folders,
    filesComplete: listed.complete,
    texts,
    unread: unread.sort((a, b) => (a.path < b.path ? -1 : 1)),
    images,
    charts,
    dagFiles: new Map([...texts].filter(([path]) => isDagFile(path))),
    edkYaml,
  };
}

async function readNearestEdkYaml(root: string, options: ReadTextsOptions): Promise<ProjectTexts> {
  for (let folder = root; ; folder = dirname(folder)) {
    const read = await readTexts(folder, ['edk.yaml'], options);
    if (read.texts.size > 0 || read.refused.size > 0 || dirname(folder) === folder) return read;
  }
}

/** @throws EdkError `project.notFound`, saying what is there instead. */
async function requireFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
      throw new EdkError('project.notFound', `The folder ${folder} does not exist.`, {
        place: { file: folder },
        cause: error,
      });
    }
    throw explainFileError(error, folder);
  });
  if (!found.isDirectory()) {
    throw new EdkError('project.notFound', `${folder} is a file, not an extension folder.`, {
      place: { file: folder },
    });
  }
}
