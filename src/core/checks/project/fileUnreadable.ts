import { join } from 'node:path';
import type { Rule } from '../rule.ts';

export const fileUnreadable: Rule = {
  id: 'project/file-unreadable',
  needs: 'files',
  severity: 'error',
  title: 'A file of the extension cannot be read',
  why: 'Nothing can be said of what is in it, and neither Docker nor Helm gets it as it is.',
  remedy:
    'Replace it with a regular, readable file of at most 2 MiB in UTF-8. A link may lead to such a file, not to a device or a pipe.',
  *check({ unread, folder, images, charts }) {
    const parts = [...images, ...charts];
    for (const { problem, path } of unread) {
      const file = problem.place?.file ?? join(folder, path);
      const range = { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
      const isPart = parts.some((part) => part.problem === problem);
      const isRefused = problem.code === 'file.notRegular' || problem.code === 'file.tooLarge';
      // What else lies in a context may be left out by .dockerignore; the build says when it is not.
      yield { message: problem.message, range, severity: isPart || isRefused ? 'error' : 'warning' };
    }
  },
};
