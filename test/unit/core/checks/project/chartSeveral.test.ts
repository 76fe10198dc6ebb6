import { chartSeveral } from '../../../../../src/core/checks/project/chartSeveral.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

testRule(chartSeveral, {
  bad: [
    {
      title: 'a second chart',
      files: { 'other/Chart.yaml': 'name: b\n' },
      at: ['other/Chart.yaml:1'],
      says: /extension\/liver-workflow/,
    },
  ],
  good: [{ title: 'a chart inside the chart', files: { 'extension/liver-workflow/charts/b/Chart.yaml': 'name: b\n' } }],
});
