import { basename, join, posix } from 'node:path';
import type { ProjectImage } from './project.ts';
import { imageOf, isBuildIgnored } from './readImage.ts';
import type { ProjectTexts } from './readTexts.ts';
import { SourceFile } from './sourceFile.ts';
import { isDockerfileName } from './sourceNames.ts';

export interface FoundTexts extends ProjectTexts {
  /** The project's folder, absolute. */
  readonly root: string;
}

/** The Dockerfiles of a project as images, in the order of their paths; those with BUILD_IGNORE are left out. */
export function projectImages(
  { root, texts, refused }: FoundTexts,
  buildArguments: Readonly<Record<string, string>>,
): ProjectImage[] {
  const paths = [...texts.keys(), ...refused.keys()].filter((path) => isDockerfileName(basename(path)));
  const images = paths.sort(byFolders).map((path) => {
    const contextPath = posix.dirname(path);
    const ignorePaths = [`${path}.dockerignore`, posix.join(contextPath, '.dockerignore')];
    const [ignorePath] = ignorePaths.filter((one) => texts.has(one) || refused.has(one));
    return imageOf(
      {
        file: texts.get(path) ?? new SourceFile(join(root, path), path, ''),
        problem: refused.get(path) ?? refused.get(ignorePath ?? ''),
        context: join(root, contextPath),
        contextPath,
        ignoreFile: texts.get(ignorePath ?? ''),
      },
      buildArguments,
    );
  });
  return images.filter(({ labels }) => !isBuildIgnored(labels));
}

/** As the paths of folders sort: what lies in `a` comes before what lies in `a-b`. */
function byFolders(one: string, other: string): number {
  const [a, b] = [one.replaceAll('/', '\0'), other.replaceAll('/', '\0')];
  return a < b ? -1 : a > b ? 1 : 0;
}
