import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { baseImageFolders } from './kaapanaRepository.ts';
import type { EdkContext } from '../context/edkContext.ts';

/** The Dockerfile of a base image: in the Kaapana repository of the settings, else our own; undefined for any other name. */
export function baseDockerfile(
  { settings, templatesFolder }: Pick<EdkContext, 'settings' | 'templatesFolder'>,
  name: string,
): string | undefined {
  const { kaapanaRepository } = settings;
  const folders = [
    ...(kaapanaRepository === undefined ? [] : baseImageFolders.map((folder) => join(kaapanaRepository, folder))),
    ...baseImageFolders.map((folder) => join(templatesFolder, 'base-images', basename(folder))),
  ];
  const files = folders.filter((folder) => basename(folder) === name).map((folder) => join(folder, 'Dockerfile'));
  return files.find((file) => existsSync(file));
}
