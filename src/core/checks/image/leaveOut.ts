import { join } from 'node:path';
import type { Mark } from '../finding.ts';
import type { ProjectImage, Project } from '../../project/project.ts';
import type { ContextFile } from './contextFiles.ts';

/** Patterns beyond this number are better written by a person. */
const most = 10;

/** Adds files to the .dockerignore of an image, or makes one. */
export function leaveOut(project: Project, image: ProjectImage, files: readonly ContextFile[]): Mark['fix'] {
  if (files.length > most || files.some(({ inContext }) => /[*?[\]\\!#\s]/u.test(inContext))) return undefined;
  const patterns = files.map(({ inContext }) => `${inContext}\n`).join('');
  return { title: 'Leave them out in .dockerignore', edits: [appendToIgnoreFile(project, image, patterns)] };
}

export function appendToIgnoreFile(
  project: Project,
  { ignoreFile, contextPath: context }: ProjectImage,
  lines: string,
) {
  if (ignoreFile === undefined) {
    const file = join(project.folder, context, '.dockerignore');
    return { range: { file, line: 1, column: 1, endLine: 1, endColumn: 1 }, text: lines };
  }
  const { text } = ignoreFile;
  const start = text === '' || text.endsWith('\n') ? '' : '\n';
  return { range: ignoreFile.rangeOf(text.length, text.length), text: start + lines };
}
