import { titleMissing } from '../../../../../src/core/checks/chart/titleMissing.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const chart = 'extension/liver-workflow/Chart.yaml';

testRule(titleMissing, {
  bad: [
    {
      title: 'a chart without annotations',
      files: { [chart]: 'apiVersion: v2\nname: my-liver-workflow\n' },
      at: [`${chart}:1`],
      fixed: /annotations:\n {2}ui-visible-name: My Liver\n$/,
    },
    {
      title: 'an empty title',
      files: { [chart]: 'name: a\nannotations:\n  ui-visible-name: ""\n' },
      at: [`${chart}:3`],
    },
  ],
  good: [{ title: 'a library', files: { 'lib/Chart.yaml': 'name: lib\ntype: library\n' } }],
});
