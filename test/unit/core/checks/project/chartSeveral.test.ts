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
  good: [
    {
      title: 'a chart that an operator launches beside',
      files: { 'viewer-chart/Chart.yaml': 'name: viewer-chart\nkeywords: [kaapanaapplication, kaapanaint]\n' },
    },
    { title: 'a chart that the other one depends on', files: { 'lib/Chart.yaml': 'name: dag-installer-chart\n' } },
    { title: 'a library', files: { 'lib/Chart.yaml': 'name: lib\ntype: library\n' } },
    { title: 'a chart inside the chart', files: { 'extension/liver-workflow/charts/b/Chart.yaml': 'name: b\n' } },
  ],
});
