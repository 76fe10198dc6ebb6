import { basename, dirname } from 'node:path';

/** Folders of the workflow layout that lie directly in the extension's folder. */
const partFolders = ['extension', 'processing-containers'];

/** The extension that a folder belongs to by its place: the folder above `extension` or `processing-containers`. */
export function enclosingProject(folder: string): string | undefined {
  for (let current = folder; dirname(current) !== current; current = dirname(current)) {
    if (partFolders.includes(basename(current))) return dirname(current);
  }
  return undefined;
}
