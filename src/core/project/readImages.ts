import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EdkError } from '../errors/edkError.ts';
import { explainFileError } from '../errors/fileErrors.ts';
import type { BuildableImage } from './buildableProject.ts';
import { readImage } from './readImage.ts';

export interface ReadImagesOptions {
  /** Win over the defaults of the ARGs that FROM names. */
  readonly buildArguments: Readonly<Record<string, string>>;
}

/**
 * Every image below the folder, in the order of the paths of their Dockerfiles; those with BUILD_IGNORE="True" are
 * left out.
 *
 * @throws EdkError `image.noName`, `image.invalidName`, `image.duplicate`, `dockerfile.*`, `disk.forbidden`.
 */
export async function readImages(folder: string, options: ReadImagesOptions): Promise<BuildableImage[]> {
  const images: BuildableImage[] = [];
  const byName = new Map<string, BuildableImage>();
  for (const dockerfile of await findDockerfiles(folder)) {
    const image = await readImage({ dockerfile, buildArguments: options.buildArguments, ignored: 'leaveOut' });
    if (image === undefined) continue;
    const other = byName.get(image.name);
    if (other !== undefined) throw duplicate(image, other);
    byName.set(image.name, image);
    images.push(image);
  }
  return images;
}

export function isDockerfileName(name: string): boolean {
  return name === 'Dockerfile' || (name.endsWith('.Dockerfile') && !name.startsWith('.'));
}

async function findDockerfiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw explainFileError(error, folder);
  });
  const found: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!entry.name.startsWith('.') && entry.name !== 'node_modules') found.push(...(await findDockerfiles(path)));
    } else if (isDockerfileName(entry.name)) {
      found.push(path);
    }
  }
  return found;
}

function duplicate(image: BuildableImage, other: BuildableImage): EdkError {
  const places = `${at(other)} and ${at(image)}`;
  return new EdkError('image.duplicate', `Two images are named "${image.name}": ${places}.`, { place: image.place });
}

function at(image: BuildableImage): string {
  return image.place.line === undefined ? image.dockerfile : `${image.dockerfile}:${image.place.line}`;
}
