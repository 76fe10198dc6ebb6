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
  *check({ unread, folder }) {
    for (const { problem, path } of unread) {
      const file = problem.place?.file ?? join(folder, path);
      const range = { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
      yield { message: problem.message, range, severity: problem.code === 'file.notText' ? 'warning' : 'error' };
    }
  },
};
