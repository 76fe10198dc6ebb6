import { layout } from '../../../../../src/core/checks/project/layout.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const chart = 'extension/liver-workflow/Chart.yaml';

testRule(layout, {
  bad: [
    {
      title: 'a workflow without DAGs',
      files: { 'extension/docker/Dockerfile': undefined },
      at: [`${chart}:6`],
      says: /base-installer/,
    },
    {
      title: 'an application without templates',
      files: { [chart]: 'keywords: [kaapanaapplication]\n' },
      at: [`${chart}:1`],
      says: /no templates/,
    },
  ],
  good: [
    {
      title: 'an application with templates',
      files: { [chart]: 'keywords: [kaapanaapplication]\n', 'extension/liver-workflow/templates/a.yaml': 'a: 1\n' },
    },
  ],
});
