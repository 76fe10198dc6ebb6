import { findImageArguments, type OperatorImageReference } from '../../src/core/project/python/findImageArguments.ts';
import { parsePython } from '../../src/core/project/python/parsePython.ts';
import { readProject, type ReadProjectOptions } from '../../src/core/project/readProject.ts';
import {
  requireBuildable,
  requireImages,
  type BuildableImage,
  type BuildableProject,
} from '../../src/core/project/requireBuildable.ts';

/** What builds need of a folder. */
export async function readBuildable(folder: string, options: ReadProjectOptions): Promise<BuildableProject> {
  return requireBuildable(await readProject(folder, options));
}

/** The images of a folder, whatever its chart says. */
export async function readImages(folder: string, options: ReadProjectOptions): Promise<readonly BuildableImage[]> {
  return requireImages(await readProject(folder, options));
}

/** What is read of one Python file of a DAG image. */
export function readOperatorText(text: string, file: string) {
  const source = parsePython(text, file);
  const imageReferences: readonly OperatorImageReference[] = findImageArguments(source);
  if (source.unread !== undefined) {
    return { imageReferences, problems: [{ message: `${file} ${source.unread}.`, place: { file } }] };
  }
  const place = source.firstError;
  return { imageReferences, problems: place === undefined ? [] : [{ message: 'Not Python.', place }] };
}
