import { posix } from 'node:path';
import type { Rule } from '../rule.ts';
import { contextFiles } from './contextFiles.ts';
import { copySteps, filesOf } from './copySteps.ts';

export const copySourceMissing: Rule = {
  id: 'image/copy-source-missing',
  needs: 'files',
  severity: 'error',
  title: 'COPY names a file that is not there',
  why: 'The build stops at this line. Paths count from the folder of the Dockerfile, and what .dockerignore leaves out is not there.',
  remedy: 'Correct the path, add the file, or let it through in .dockerignore.',
  *check(project) {
    if (!project.filesComplete) return;
    for (const image of project.images) {
      const files = contextFiles(project, image);
      const all = files.map(({ inContext }) => inContext);
      const sent = files.filter(({ ignored }) => !ignored).map(({ inContext }) => inContext);
      for (const source of copySteps(image).flatMap(({ sources }) => sources)) {
        if (source.pattern === '' || filesOf(source, sent).length > 0) continue;
        if (source.pattern.startsWith('../')) {
          yield { message: `"${source.pattern}" lies outside the folder of the Dockerfile.`, range: source.range };
        } else if (filesOf(source, all).length > 0) {
          yield { message: `"${source.pattern}" is left out by .dockerignore.`, range: source.range };
        } else if (!project.folders.has(posix.join(image.contextPath, source.pattern))) {
          yield { message: `There is no "${source.pattern}" in the folder of the Dockerfile.`, range: source.range };
        }
      }
    }
  },
};
