import { stat, readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { isDockerfileName } from './readImages.ts';
import type { CheckSettings } from '../checks/checkSettings.ts';
import { isBelow } from './isBelow.ts';
import { isInToolFolder, listFiles, type ListedFiles } from './listFiles.ts';
import type { FindDependency, Project } from './project.ts';
import { readChartSources } from './readProjectCharts.ts';
import { readImageSources } from './readProjectImages.ts';
import { SourceFile } from './sourceFile.ts';

export interface ReadSourcesOptions {
  readonly settings: CheckSettings;
  /** Contents that are being edited, by absolute path; they win over what is on disk. */
  readonly unsaved?: ReadonlyMap<string, string> | undefined;
  /** What was read before; files of the same size and time of change are not read again. */
  readonly memory?: SourceMemory | undefined;
  readonly findDependency?: FindDependency | undefined;
}

/** Files that were read and parsed, by absolute path. */
export type SourceMemory = Map<string, { readonly stamp: string; readonly source: SourceFile }>;

/** In bytes; larger files are data, whatever their names say. */
const largestText = 2 * 1024 * 1024;

const textName = /\.(?:ya?ml|tpl|py|json|sh|txt|dockerignore|helmignore|R)$|^\.(?:dockerignore|helmignore)$/u;

/**
 * Reads a project for its rules. It does not fail over what is wrong in the project; a folder that is not there has no
 * files.
 */
export async function readSources(folder: string, options: ReadSourcesOptions): Promise<Project> {
  const root = resolve(folder);
  const listed = await listFiles(root);
  const [texts, edkYaml] = await Promise.all([
    readTexts(root, [...listed.files.keys()].filter(isText), options),
    readNearestEdkYaml(root, options),
  ]);
  return assembleSources({ root, listed, texts, edkYaml }, options);
}

export interface SourceParts {
  readonly root: string;
  readonly listed: ListedFiles;
  readonly texts: ReadonlyMap<string, SourceFile>;
  readonly edkYaml: SourceFile | undefined;
}

/** Finds out what the files of a project are to each other. */
export async function assembleSources(
  { root, listed, texts, edkYaml }: SourceParts,
  { settings, findDependency }: Pick<ReadSourcesOptions, 'settings' | 'findDependency'>,
): Promise<Project> {
  const images = readImageSources(texts, settings.buildArguments);
  const dagContexts = images.filter(({ role }) => role === 'dag').map(({ context }) => context);
  const isDagFile = (path: string): boolean =>
    path.endsWith('.py') && dagContexts.some((context) => isBelow(path, context));
  return {
    folder: root,
    name: basename(root),
    settings,
    files: listed.files,
    folders: listed.folders,
    filesComplete: listed.complete,
    texts,
    images,
    charts: await readChartSources(root, texts, findDependency),
    dagFiles: new Map([...texts].filter(([path]) => isDagFile(path))),
    edkYaml,
  };
}

async function readNearestEdkYaml(root: string, options: ReadSourcesOptions): Promise<SourceFile | undefined> {
  for (let folder = root; ; folder = dirname(folder)) {
    const source = await readSource({ root: folder, path: 'edk.yaml' }, options);
    if (source !== undefined || dirname(folder) === folder) return source;
  }
}

function isText(path: string): boolean {
  const name = basename(path);
  return (isDockerfileName(name) || textName.test(name) || path.includes('/templates/')) && !isInToolFolder(path);
}

async function readTexts(
  root: string,
  paths: readonly string[],
  options: ReadSourcesOptions,
): Promise<Map<string, SourceFile>> {
  const texts = new Map<string, SourceFile>();
  const read = await Promise.all(paths.map((path) => readSource({ root, path }, options)));
  for (const source of read) if (source !== undefined) texts.set(source.path, source);
  return texts;
}

async function readSource(
  { root, path }: { readonly root: string; readonly path: string },
  { unsaved, memory }: Pick<ReadSourcesOptions, 'unsaved' | 'memory'>,
): Promise<SourceFile | undefined> {
  const file = join(root, path);
  const known = memory?.get(file);
  const edited = unsaved?.get(file);
  if (edited !== undefined) {
    if (known?.source.text === edited) return known.source;
    const source = new SourceFile(file, path, edited);
    memory?.set(file, { stamp: 'edited', source });
    return source;
  }
  // Unreadable files are named by whoever builds; here they count as not there.
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile() !== true || found.size > largestText) return undefined;
  const stamp = `${found.size} ${found.mtimeMs}`;
  if (known?.stamp === stamp) return known.source;
  const text = decode(await readFile(file).catch(() => undefined));
  if (text === undefined) return undefined;
  const source = known?.source.text === text ? known.source : new SourceFile(file, path, text);
  memory?.set(file, { stamp, source });
  return source;
}

/** Undefined for what is no text in UTF-8. */
function decode(bytes: Uint8Array | undefined): string | undefined {
  if (bytes === undefined || bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
