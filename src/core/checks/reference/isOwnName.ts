import type { ProjectSources } from '../sources/projectSources.ts';

/** Whether a reference ends with the name of an image of this project. */
export function isOwnName({ images }: ProjectSources, reference: string): boolean {
  const name = reference
    .replace(/[:@][^/]*$/u, '')
    .split('/')
    .at(-1);
  return images.some((image) => image.name !== undefined && image.name === name);
}
