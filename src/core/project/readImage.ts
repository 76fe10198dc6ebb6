import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EdkError } from '../errors/edkError.ts';
import { explainFileError } from '../errors/fileErrors.ts';
import { parseDockerfile, type ParsedDockerfile } from './dockerfile/parseDockerfile.ts';
import type { DockerfileLabel } from './dockerfile/readLabels.ts';
import type { BuildableImage } from './buildableProject.ts';
import { whyInvalidImageName } from './imageName.ts';

export interface ReadImageOptions {
  /** Absolute path. */
  readonly dockerfile: string;
  /** The folder sent to the Docker Engine; without it, the Dockerfile's own. */
  readonly context?: string | undefined;
  /** Stands in for the label IMAGE. */
  readonly name?: string | undefined;
  readonly buildArguments: Readonly<Record<string, string>>;
}

/**
 * Reads one image from its Dockerfile; with `ignored: 'leaveOut'`, one with BUILD_IGNORE="True" is undefined.
 *
 * @throws EdkError `dockerfile.missing`, `dockerfile.empty`, `dockerfile.invalid`, `image.noName`, `image.invalidName`.
 */
export async function readImage(options: ReadImageOptions): Promise<BuildableImage>;
export async function readImage(
  options: ReadImageOptions & { ignored: 'leaveOut' },
): Promise<BuildableImage | undefined>;
export async function readImage(
  options: ReadImageOptions & { ignored?: 'leaveOut' },
): Promise<BuildableImage | undefined> {
  const { dockerfile } = options;
  const text = await readDockerfile(dockerfile);
  const parsed = parseDockerfile(text, dockerfile, options.buildArguments);
  const { labels, bases, instructions } = parsed;
  if (options.ignored === 'leaveOut' && isBuildIgnored(labels)) return undefined;
  const { value: name, place } = nameOf(options, labels.get('IMAGE'));
  const role = roleOf(parsed);
  const reason = imageNameProblem(name, role);
  if (reason !== undefined) {
    throw new EdkError('image.invalidName', `"${name}" cannot be the name of an image: ${reason}.`, { place });
  }
  return {
    dockerfile,
    dockerfileText: text,
    context: options.context ?? dirname(dockerfile),
    name,
    place,
    version: labels.get('VERSION')?.value,
    role,
    bases,
    instructions,
  };
}

function nameOf(options: ReadImageOptions, label: DockerfileLabel | undefined): DockerfileLabel {
  if (options.name !== undefined) {
    return { value: options.name, place: label?.place ?? { file: options.dockerfile } };
  }
  if (label === undefined) {
    throw new EdkError('image.noName', `${options.dockerfile} has no label IMAGE.`, {
      place: { file: options.dockerfile },
    });
  }
  return label;
}

export function roleOf({ labels, bases }: Pick<ParsedDockerfile, 'labels' | 'bases'>): BuildableImage['role'] {
  if (labels.get('REGISTRY')?.value === 'local-only') return 'base';
  const fromInstaller = bases.some(({ reference }) => /(?:^|\/)base-installer(?:[:@]|$)/.test(reference));
  return fromInstaller ? 'dag' : 'processing';
}

/** Why an image of this role cannot have this name; undefined when it can. */
export function imageNameProblem(name: string, role: BuildableImage['role']): string | undefined {
  return whyInvalidImageName(name) ?? (role === 'dag' ? whyInvalidJobName(name) : undefined);
}

/** Excluded from builds by the label BUILD_IGNORE="True". */
export function isBuildIgnored(labels: ReadonlyMap<string, DockerfileLabel>): boolean {
  return labels.get('BUILD_IGNORE')?.value.toLowerCase() === 'true';
}

/** The chart makes a Job named after the DAG image. */
function whyInvalidJobName(name: string): string | undefined {
  return name.includes('_')
    ? 'the platform names a Job after a DAG image, and Kubernetes takes no underscore'
    : undefined;
}

async function readDockerfile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR')) {
      throw new EdkError('dockerfile.missing', `There is no Dockerfile at ${file}.`, { cause: error });
    }
    throw explainFileError(error, file);
  }
}
