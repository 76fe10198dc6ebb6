import { resolve } from 'node:path';
import { EdkError } from '../../errors/edkError.ts';
import type { Project, ProjectImage } from '../../project/project.ts';
import { nearest } from '../../text/nearest.ts';

export type NamedImage = ProjectImage & { readonly name: string };

/**
 * The image that a person means: by its name or the folder of its Dockerfile, else the only processing container.
 *
 * @throws EdkError `usage` naming what there is.
 */
export function chooseImage({ images, folder }: Project, wanted: string | undefined): NamedImage {
  const named = images.flatMap((image) => (image.name === undefined ? [] : [{ ...image, name: image.name }]));
  const processing = named.filter(({ role }) => role === 'processing');
  const [only, ...others] = processing;
  if (wanted === undefined) {
    if (only !== undefined && others.length === 0) return only;
    const has = processing.map(({ name }) => name).join(', ');
    throw new EdkError(
      'usage',
      only === undefined ? `${folder} has no processing container.` : `Which one? ${folder} has ${has}.`,
      {
        remedy: 'Name a processing container: edk run <name>.',
      },
    );
  }
  const found = named.find(({ name, context }) => name === wanted || context === resolve(wanted));
  if (found !== undefined) return found;
  const names = named.map(({ name }) => name);
  const [near = names.join(', ')] = nearest(wanted, names);
  throw new EdkError('usage', `${folder} has no container "${wanted}". It has ${near}.`);
}
