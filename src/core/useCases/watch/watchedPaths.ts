import { relative, sep } from 'node:path';
import type { BuildableImage } from '../../project/buildableProject.ts';
import { readIgnoreRules, type IgnoreRules } from '../../project/ignoreRules.ts';

interface Context {
  readonly folder: string;
  readonly dockerfile: string;
  readonly rules: IgnoreRules;
}

/** Never part of an image that somebody means to build, and busy. */
const busyFolders = /(?:^|\/)(?:\.git|\.hg|\.svn|node_modules|__pycache__|\.vscode|\.idea)(?:\/|$)/;
/** What editors write beside a file for a moment. */
const editorFiles = /(?:\.sw[a-z]|~|\.tmp|\.crswap|\/4913|\/\.#[^/]*)$/;

/**
 * Which paths a change of cannot change what is built: what .dockerignore keeps out of every image whose folder they are
 * in. Paths outside of all images, the chart for one, count.
 */
export async function unwatchedPaths(
  folder: string,
  images: readonly BuildableImage[],
): Promise<(path: string) => boolean> {
  const contexts: Context[] = await Promise.all(
    images.map(async ({ context, dockerfile }) => ({
      folder: context,
      dockerfile,
      rules: await readIgnoreRules(context, dockerfile),
    })),
  );
  return (path) => {
    const inProject = relative(folder, path).split(sep).join('/');
    if (inProject === '') return false;
    if (busyFolders.test(inProject) || editorFiles.test(`/${inProject}`)) return true;
    const around = contexts.filter((context) => path.startsWith(context.folder + sep));
    return around.length > 0 && around.every((context) => isKeptOut(context, path));
  };
}

function isKeptOut({ folder, dockerfile, rules }: Context, path: string): boolean {
  // They count although they are not sent, and so do the folders on the way to them.
  if (path.endsWith('.dockerignore') || path === dockerfile || dockerfile.startsWith(path + sep)) return false;
  const inContext = relative(folder, path).split(sep).join('/');
  return rules.ignores(inContext) && !rules.mayKeepBelow(inContext);
}
