import { isParsed } from '../../project/readImage.ts';
import { posix } from 'node:path';
import { contextFiles } from '../image/contextFiles.ts';
import { copySteps, filesOf } from '../image/copySteps.ts';
import type { Rule } from '../rule.ts';

export const fileUnused: Rule = {
  id: 'project/file-unused',
  needs: 'files',
  severity: 'hint',
  title: 'A script lies beside a Dockerfile that does not copy it',
  why: 'It is sent for every build and never runs: it was forgotten in COPY, or it is not needed any more.',
  remedy: 'Copy it, remove it, or leave it out in .dockerignore.',
  *check(project) {
    const contexts = project.images.map(({ contextPath }) => contextPath);
    for (const image of project.images) {
      if (!isParsed(image)) continue;
      const sources = copySteps(image).flatMap((step) => step.sources);
      // Build arguments and mounts may copy anything.
      if (/^\s*(?:COPY|ADD)\b[^\n]*\$|--mount=type=bind/imu.test(image.file.text)) continue;
      for (const { inContext, path, ignored } of contextFiles(project, image)) {
        const text = project.texts.get(path);
        const isScript =
          /\.(?:py|sh|R)$/u.test(path) && !/(?:^|\/)(?:tests?\/|test_|conftest|setup\.py)/u.test(inContext);
        if (text === undefined || !isScript || ignored || text.text.trim() === '') continue;
        // A Dockerfile deeper in the tree is nearer to the file.
        if (
          contexts.some(
            (other) => other !== image.contextPath && isInside(other, image.contextPath) && isInside(path, other),
          )
        )
          continue;
        // The DAG image's own rule says more about these.
        if (image.role === 'dag' && /^dag_|Operator/u.test(posix.basename(path))) continue;
        if (sources.some((source) => filesOf(source, [inContext]).length > 0)) continue;
        yield { message: `${image.file.path} does not copy this file.`, range: text.rangeFrom() };
      }
    }
  },
};

function isInside(path: string, folder: string): boolean {
  return folder === '.' || path.startsWith(`${folder}/`);
}
