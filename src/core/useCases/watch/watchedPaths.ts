import { relative, sep } from 'node:path';
import type { ProjectImage } from '../../project/project.ts';

/** Never part of an image that somebody means to build, and busy. */
const busyFolders = /(?:^|\/)(?:\.git|\.hg|\.svn|node_modules|__pycache__|\.vscode|\.idea)(?:\/|$)/;
/** What editors write beside a file for a moment. */
const editorFiles = /(?:\.sw[a-z]|~|\.tmp|\.crswap|\/4913|\/\.#[^/]*)$/;

/**
 * Which paths a change of cannot change what is built: what .dockerignore keeps out of every image whose folder they are
 * in. Paths outside of all images, the chart for one, count.
 */
export function unwatchedPaths(folder: string, images: readonly ProjectImage[]): (path: string) => boolean {
  return (path) => {
    const inProject = relative(folder, path).split(sep).join('/');
    if (inProject === '') return false;
    if (busyFolders.test(inProject) || editorFiles.test(`/${inProject}`)) return true;
    const around = images.filter(({ context }) => path.startsWith(context + sep));
    return around.length > 0 && around.every((image) => isKeptOut(image, path));
  };
}

function isKeptOut({ context, file, problem, ignoreRules }: ProjectImage, path: string): boolean {
  // What .dockerignore leaves out is not known while one of the files cannot be read.
  if (problem !== undefined) return false;
  const dockerfile = file.file;
  // They count although they are not sent, and so do the folders on the way to them.
  if (path.endsWith('.dockerignore') || path === dockerfile || dockerfile.startsWith(path + sep)) return false;
  const inContext = relative(context, path).split(sep).join('/');
  return ignoreRules.ignores(inContext) && !ignoreRules.mayKeepBelow(inContext);
}
