import { nameTaken } from '../../../../../src/core/checks/project/nameTaken.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

testRule(nameTaken, {
  bad: [
    {
      title: 'an extension of another title',
      files: {},
      platform: { extensions: [{ name: 'liver-workflow', title: 'Somebody else', installed: true, links: [] }] },
      at: ['extension/liver-workflow/Chart.yaml:2:7'],
      says: /Somebody else/,
    },
  ],
  good: [
    {
      title: 'an earlier build of the project',
      files: {},
      platform: { extensions: [{ name: 'liver-workflow', title: 'Liver', installed: true, links: [] }] },
    },
  ],
});
