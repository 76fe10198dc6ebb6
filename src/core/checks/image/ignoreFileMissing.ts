import { formatBytes } from '../../text/formatBytes.ts';
import type { Rule } from '../rule.ts';
import { contextFiles } from './contextFiles.ts';
import { fromRange } from './imageRanges.ts';
import { appendToIgnoreFile } from './leaveOut.ts';

/** In bytes. */
const largeContext = 50 * 1024 * 1024;
const manyFiles = 2000;

export const ignoreFileMissing: Rule = {
  id: 'image/ignore-file-missing',
  needs: 'files',
  severity: 'warning',
  title: 'A large folder is sent to Docker without a .dockerignore',
  why: 'Everything beside the Dockerfile is read and sent for each build, whether it is copied or not.',
  remedy: 'Add a .dockerignore that leaves out what the image does not need.',
  *check(project) {
    for (const image of project.images) {
      if (image.ignoreFile !== undefined) continue;
      const files = contextFiles(project, image);
      const size = files.reduce((sum, file) => sum + file.size, 0);
      if (size < largeContext && files.length < manyFiles) continue;
      yield {
        message: `${files.length} files, ${formatBytes(size)}, are sent for every build of this image.`,
        range: fromRange(image),
        fix: {
          title: 'Add a .dockerignore',
          edits: [appendToIgnoreFile(project, image, '.git\n.venv\nvenv\n**/__pycache__\n**/*.pyc\nnode_modules\n')],
        },
      };
    }
  },
};
