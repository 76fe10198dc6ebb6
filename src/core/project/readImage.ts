import { dirname, join, relative, sep, basename, posix } from 'node:path';
import { EdkError } from '../errors/edkError.ts';
import { readRegularFileIfThere, sourceFileLimit } from '../files/readRegularFile.ts';
import {
  parseDockerfile,
  type ParsedDockerfile,
  listLabels,
  type DockerfileLabel,
  type WrittenLabel,
} from './dockerfile/parseDockerfile.ts';
import { parseIgnoreRules } from './ignoreRules.ts';
import type { ProjectImage } from './project.ts';
import { type ProjectTexts, isDockerfileName } from './projectFiles.ts';
import { isBuildable, type BuildableImage } from './requireBuildable.ts';
import { SourceFile } from './sourceFile.ts';

/** The longest name of a Kubernetes object that becomes a label: the platform names a Job after the image. */
const longest = 63;

/** Why this cannot be the name of an image, in words for the person; undefined when it can. */
function whyInvalidImageName(name: string): string | undefined {
  if (name === '') return 'it is empty';
  if (/\s/.test(name)) return 'it contains spaces';
  if (/[A-Z]/.test(name)) return 'it contains upper-case letters';
  if (/[/:@]/.test(name)) return 'it includes a registry, folder or tag; use the name alone';
  const strange = /[^a-z0-9._-]/u.exec(name)?.[0];
  if (strange !== undefined) return `"${strange}" is not allowed in image names`;
  if (name.length > longest) return `it has ${name.length} characters; Kubernetes allows at most ${longest}`;
  if (!/^[a-z0-9]/.test(name) || !/[a-z0-9]$/.test(name)) return 'it must start and end with a letter or digit';
  if (!/^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/.test(name)) return 'it has two separators in a row';
  return undefined;
}

interface ReadImageOptions {
  /** Absolute path. */
  readonly dockerfile: string;
  /** The folder sent to the Docker Engine; without it, the Dockerfile's own. */
  readonly context?: string | undefined;
  /** Stands in for the label IMAGE. */
  readonly name?: string | undefined;
  readonly buildArguments: Readonly<Record<string, string>>;
}

/**
 * Reads one image from its Dockerfile.
 *
 * @throws EdkError `dockerfile.missing`, `dockerfile.empty`, `dockerfile.invalid`, `image.noName`, `image.invalidName`,
 * `file.*`.
 */
export async function readImage(options: ReadImageOptions): Promise<BuildableImage> {
  const { dockerfile, name, buildArguments } = options;
  const context = options.context ?? dirname(dockerfile);
  const file = await readText(dockerfile, context);
  if (file === undefined) throw new EdkError('dockerfile.missing', `${dockerfile} does not exist.`);
  const ignoreFile =
    (await readText(`${dockerfile}.dockerignore`, context)) ??
    (await readText(join(context, '.dockerignore'), context));
  const image = imageOf({ file, context, contextPath: '.', ignoreFile, name }, buildArguments);
  if (isBuildable(image)) return image;
  throw image.problem ?? new EdkError('image.noName', `${dockerfile} has no label IMAGE.`);
}

async function readText(file: string, context: string): Promise<SourceFile | undefined> {
  const bytes = await readRegularFileIfThere(file, { limit: sourceFileLimit });
  if (bytes === undefined) return undefined;
  return new SourceFile(file, relative(context, file).split(sep).join('/'), bytes.toString('utf8'));
}

interface ImageParts extends Pick<ProjectImage, 'file' | 'context' | 'contextPath' | 'ignoreFile'> {
  /** Stands in for the label IMAGE. */
  readonly name?: string | undefined;
  /** Why one of the files could not be read. */
  readonly problem?: EdkError | undefined;
}

/** What a Dockerfile says, with what is wrong with it. */
export function imageOf(parts: ImageParts, buildArguments: Readonly<Record<string, string>>): ProjectImage {
  const { file, context, contextPath, ignoreFile } = parts;
  const labels = listLabels(file.dockerfile, file.file);
  const byName = new Map(labels.map((label) => [label.name, label]));
  const parsed = parts.problem ?? tryParse(file, buildArguments);
  const { bases, instructions } = parsed instanceof EdkError ? { bases: [], instructions: [] } : parsed;
  const label = byName.get('IMAGE');
  const name = parts.name ?? label?.value;
  const place = label?.place ?? { file: file.file };
  const role = roleOf(byName, bases);
  const ignoreRules = parseIgnoreRules(ignoreFile?.text ?? '', ignoreFile?.file);
  return {
    file,
    problem: parsed instanceof EdkError ? parsed : (nameProblem({ file, name, place, role }) ?? ignoreRules.problem),
    labels,
    name,
    place,
    version: byName.get('VERSION')?.value,
    role,
    bases,
    instructions,
    context,
    contextPath,
    ignoreRules,
    ignoreFile,
  };
}

/** Whether its Dockerfile could be read; its name may be wrong all the same. */
export function isParsed({ instructions }: Pick<ProjectImage, 'instructions'>): boolean {
  return instructions.length > 0;
}

function nameProblem({
  file,
  name,
  place,
  role,
}: Pick<ProjectImage, 'file' | 'name' | 'place' | 'role'>): EdkError | undefined {
  if (name === undefined) {
    return new EdkError('image.noName', `${file.file} has no label IMAGE.`, { place: { file: file.file } });
  }
  const reason = imageNameProblem(name, role);
  if (reason === undefined) return undefined;
  return new EdkError('image.invalidName', `"${name}" is not a valid image name: ${reason}.`, { place });
}

function roleOf(labels: ReadonlyMap<string, DockerfileLabel>, bases: ProjectImage['bases']): ProjectImage['role'] {
  if (labels.get('REGISTRY')?.value === 'local-only') return 'base';
  const fromInstaller = bases.some(({ reference }) => /(?:^|\/)base-installer(?:[:@]|$)/.test(reference));
  return fromInstaller ? 'dag' : 'processing';
}

/** Why an image of this role cannot have this name; undefined when it can. */
export function imageNameProblem(name: string, role: ProjectImage['role']): string | undefined {
  return whyInvalidImageName(name) ?? (role === 'dag' ? whyInvalidJobName(name) : undefined);
}

/** Excluded from builds by the label BUILD_IGNORE="True". */
function isBuildIgnored(labels: readonly WrittenLabel[]): boolean {
  return labels.findLast(({ name }) => name === 'BUILD_IGNORE')?.value.toLowerCase() === 'true';
}

/** The chart makes a Job named after the DAG image. */
function whyInvalidJobName(name: string): string | undefined {
  return name.includes('_')
    ? 'the platform names a Job after the DAG image, and Kubernetes does not allow underscores'
    : undefined;
}

function tryParse(file: SourceFile, buildArguments: Readonly<Record<string, string>>): ParsedDockerfile | EdkError {
  try {
    return parseDockerfile(file.text, file.file, buildArguments);
  } catch (error) {
    if (error instanceof EdkError) return error;
    throw error;
  }
}

export interface FoundTexts extends ProjectTexts {
  /** The project's folder, absolute. */
  readonly root: string;
}

/** The Dockerfiles of a project as images, in the order of their paths; those with BUILD_IGNORE are left out. */
export function projectImages(
  { root, texts, refused }: FoundTexts,
  buildArguments: Readonly<Record<string, string>>,
): ProjectImage[] {
  const paths = [...texts.keys(), ...refused.keys()].filter((path) => isDockerfileName(basename(path)));
  const images = paths.sort(byFolders).map((path) => {
    const contextPath = posix.dirname(path);
    const ignorePaths = [`${path}.dockerignore`, posix.join(contextPath, '.dockerignore')];
    const [ignorePath] = ignorePaths.filter((one) => texts.has(one) || refused.has(one));
    return imageOf(
      {
        file: texts.get(path) ?? new SourceFile(join(root, path), path, ''),
        problem: refused.get(path) ?? refused.get(ignorePath ?? ''),
        context: join(root, contextPath),
        contextPath,
        ignoreFile: texts.get(ignorePath ?? ''),
      },
      buildArguments,
    );
  });
  return images.filter(({ labels }) => !isBuildIgnored(labels));
}

/** As the paths of folders sort: what lies in `a` comes before what lies in `a-b`. */
function byFolders(one: string, other: string): number {
  const [a, b] = [one.replaceAll('/', '\0'), other.replaceAll('/', '\0')];
  return a < b ? -1 : a > b ? 1 : 0;
}
