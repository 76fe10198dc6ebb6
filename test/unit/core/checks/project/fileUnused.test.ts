import { fileUnused } from '../../../../../src/core/checks/project/fileUnused.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

testRule(fileUnused, {
  bad: [
    {
      title: 'a script that is not copied',
      files: { 'processing-containers/liver/helper.py': 'x = 1\n' },
      at: ['processing-containers/liver/helper.py:1'],
    },
  ],
  good: [
    {
      title: 'scripts that are copied, ignored, empty or tests',
      files: {
        'processing-containers/liver/tests/test_a.py': 'x = 1\n',
        'processing-containers/liver/empty.py': '',
        'processing-containers/liver/old.py': 'x = 1\n',
        'processing-containers/liver/.dockerignore': 'old.py\n',
      },
    },
  ],
});
