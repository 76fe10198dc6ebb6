import { globalMissing } from '../../../../../src/core/checks/chart/globalMissing.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const values = 'extension/liver-workflow/values.yaml';

testRule(globalMissing, {
  bad: [
    { title: 'an empty values.yaml', files: { [values]: '' }, at: [`${values}:1`], fixed: /^global: \{\}\n/ },
    { title: 'no values.yaml', files: { [values]: undefined }, at: ['extension/liver-workflow/Chart.yaml:1'] },
    { title: 'a list in its place', files: { [values]: 'a: 1\nglobal: []\n' }, at: [`${values}:2:1`] },
  ],
  good: [
    { title: 'a library', files: { 'lib/Chart.yaml': 'name: lib\ntype: library\n' } },
    { title: 'an empty map', files: { [values]: 'global: {}\n' } },
  ],
});
