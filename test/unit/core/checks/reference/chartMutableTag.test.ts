import { chartMutableTag } from '../../../../../src/core/checks/reference/chartMutableTag.ts';
import { renderedJob } from '../../../../support/checks/renderedJob.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const chart = 'extension/liver-workflow/Chart.yaml';

testRule(chartMutableTag, {
  bad: [
    { title: 'latest', rendered: renderedJob('org/tool:latest', 'IfNotPresent'), at: [`${chart}:1`] },
    {
      title: 'no tag',
      rendered: renderedJob('localhost:32000/liver', 'IfNotPresent'),
      at: [`${chart}:1`],
      says: /which this project builds/,
    },
  ],
  good: [
    { title: 'latest that is pulled always', rendered: renderedJob('org/tool:latest') },
    { title: 'a version', rendered: renderedJob('org/tool:1', 'IfNotPresent') },
  ],
});
