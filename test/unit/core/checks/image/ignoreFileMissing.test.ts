import { ignoreFileMissing } from '../../../../../src/core/checks/image/ignoreFileMissing.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'processing-containers/liver/Dockerfile';

testRule(ignoreFileMissing, {
  bad: [
    {
      title: 'a large folder',
      files: { 'processing-containers/liver/model.bin': { size: 60 * 1024 * 1024, kind: 'file' } },
      at: [`${path}:1`],
      says: /files, 62\.9 MB/,
      fixed: /__pycache__/,
    },
  ],
  good: [
    {
      title: 'a large folder with a .dockerignore',
      files: {
        'processing-containers/liver/model.bin': { size: 60 * 1024 * 1024, kind: 'file' },
        'processing-containers/liver/.dockerignore': '',
      },
    },
  ],
});
