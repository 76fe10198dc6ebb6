import { keyRepeated } from '../../../../../src/core/checks/chart/keyRepeated.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

testRule(keyRepeated, {
  bad: [
    {
      title: 'a key that stands twice in Chart.yaml',
      files: { 'extension/liver-workflow/Chart.yaml': 'name: a\nname: b\n' },
      at: ['extension/liver-workflow/Chart.yaml:2:1'],
      says: /"name" stands already in line 1/,
    },
    {
      title: 'one that stands three times in values.yaml',
      files: { 'extension/liver-workflow/values.yaml': 'global:\n  a: 1\n  a: 2\n  b: 1\n  a: 3\n' },
      at: ['extension/liver-workflow/values.yaml:3:3', 'extension/liver-workflow/values.yaml:5:3'],
    },
  ],
  good: [
    {
      title: 'one name in several maps',
      files: { 'extension/liver-workflow/values.yaml': 'global: { a: 1 }\nother: { a: 1 }\n' },
    },
  ],
});
