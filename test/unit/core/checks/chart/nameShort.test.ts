import { nameShort } from '../../../../../src/core/checks/chart/nameShort.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const chart = 'extension/liver-workflow/Chart.yaml';

testRule(nameShort, {
  bad: [
    { title: 'a name without a dash', files: { [chart]: 'name: liver\n' }, at: [`${chart}:1:7`] },
    { title: 'a short last word', files: { [chart]: 'name: liver-ct\n' }, at: [`${chart}:1`] },
  ],
  good: [
    { title: 'a library', files: { 'lib/Chart.yaml': 'name: lib\ntype: library\n' } },
    { title: 'a long last word', files: { [chart]: 'name: my-liver-chart\n' } },
  ],
});
