import type { Project } from '../../project/project.ts';

/** Whether a reference ends with the name of an image of this project. */
export function isOwnName({ images }: Project, reference: string): boolean {
  const name = reference
    .replace(/[:@][^/]*$/u, '')
    .split('/')
    .at(-1);
  return images.some((image) => image.name !== undefined && image.name === name);
}
